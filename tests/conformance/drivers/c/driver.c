/* The conformance driver in C: does with onsclient.h what each line asks for, and answers with a line. */
#define _POSIX_C_SOURCE 200809L
#include <onsclient.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conversation.h"
#include "flat.h"
#include "values.h"

static const char capabilities[] =
    "producer ordered-producer transaction-producer consumer ordered-consumer batch-consumer pull-consumer send "
    "send-async send-oneway send-batch send-transaction recall subscribe unsubscribe rate-limit credentials describe "
    "pull-assign sql inside predicates nothing born-host";

/* ---- Clients ---------------------------------------------------------------------------------------------------- */

typedef struct named {
  char *name;
  ons_client_t client;
  struct named *next;
} named;

static pthread_mutex_t clients_lock = PTHREAD_MUTEX_INITIALIZER;
static named *clients;

static void keep(const char *name, ons_client_t client) {
  named *entry = malloc(sizeof *entry);
  entry->name = strdup(name);
  entry->client = client;
  pthread_mutex_lock(&clients_lock);
  entry->next = clients;
  clients = entry;
  pthread_mutex_unlock(&clients_lock);
}

static ons_client_t client_of(const flat *command) {
  ons_client_t client = 0;
  const char *name = text_or(command, "client", "");
  pthread_mutex_lock(&clients_lock);
  for (named *entry = clients; entry != NULL && client == 0; entry = entry->next) {
    client = strcmp(entry->name, name) == 0 ? entry->client : 0;
  }
  pthread_mutex_unlock(&clients_lock);
  return client;
}

/* ---- Callbacks -------------------------------------------------------------------------------------------------- */

static int32_t listen_to(void *context, const ons_message_t *messages, size_t count) {
  switch (ask("delivery", context, messages, count, NULL)) {
    case ANSWER_SUCCESS: return ONS_CONSUME_SUCCESS;
    case ANSWER_NOTHING: return 0;
    default: return ONS_CONSUME_LATER;
  }
}

static int32_t decision(answer with) {
  switch (with) {
    case ANSWER_COMMIT: return ONS_TRANSACTION_COMMIT;
    case ANSWER_ROLLBACK: return ONS_TRANSACTION_ROLLBACK;
    default: return ONS_TRANSACTION_UNKNOWN;
  }
}

static int32_t check(void *context, const ons_message_t *half) {
  return decision(ask("check", context, half, 1, NULL));
}

typedef struct executer {
  const char *client;
  const char *argument;
} executer;

static int32_t execute(void *context, const ons_message_t *half) {
  const executer *of = context;
  return decision(ask("execute", of->client, half, 1, of->argument));
}

typedef struct asynchronous {
  char *client;
  int64_t of;
  int asks;
} asynchronous;

static void sent(void *context, const ons_send_result_t *result, const ons_error_t *error) {
  asynchronous *send = context;
  flat_text line = begin_event("sent", send->client);
  flat_add_number(&line, "of", send->of);
  flat_add_truth(&line, "ok", error == NULL);
  if (error == NULL) {
    add_result(&line, "", result);
  } else {
    add_error(&line, "", error);
  }
  if (send->asks) {
    ask_line(&line);
  } else {
    say(&line);
  }
  free(send->client);
  free(send);
}

/* ---- Commands --------------------------------------------------------------------------------------------------- */

static ons_status_t open_client(const flat *command, ons_error_t *error) {
  static const struct {
    const char *kind;
    ons_status_t (*open)(const ons_property_t *, size_t, ons_client_t *, ons_error_t *);
  } kinds[] = {{"producer", ons_producer_open},
               {"ordered-producer", ons_order_producer_open},
               {"consumer", ons_consumer_open},
               {"ordered-consumer", ons_order_consumer_open},
               {"batch-consumer", ons_batch_consumer_open},
               {"pull-consumer", ons_pull_consumer_open}};
  const char *kind = text_or(command, "kind", "");
  const char *name = text_or(command, "client", "");
  size_t count = 0;
  ons_property_t *properties = properties_below(command, "property.", &count);
  ons_client_t client = 0;
  ons_status_t status = ONS_E_UNSUPPORTED;
  if (strcmp(kind, "transaction-producer") == 0) {
    status = ons_transaction_producer_open(properties, count, check, strdup(name), free, &client, error);
  }
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(kinds[i].kind, kind) == 0) {
      status = kinds[i].open(properties, count, &client, error);
    }
  }
  free(properties);
  if (status == ONS_OK) {
    keep(name, client);
  }
  return status;
}

static ons_status_t subscribe(const flat *command, ons_error_t *error) {
  int32_t filter = strcmp(text_or(command, "filter", ""), "sql") == 0 ? ONS_FILTER_SQL : ONS_FILTER_TAG;
  return ons_consumer_subscribe(client_of(command), text_of(command, "topic"), text_of(command, "expression"), filter,
                                listen_to, strdup(text_or(command, "client", "")), free, error);
}

static ons_status_t describe(const flat *command, flat_text *reply, ons_error_t *error) {
  ons_buffer_t text = {NULL, 0};
  ons_status_t status = ons_client_describe(client_of(command), &text, error);
  flat_add(reply, "text", (const char *)text.data, text.size);
  ons_buffer_release(&text);
  return status;
}

static ons_status_t update_credentials(const flat *command, ons_error_t *error) {
  size_t count = 0;
  ons_property_t *properties = properties_below(command, "property.", &count);
  ons_status_t status = ons_client_update_credentials(client_of(command), properties, count, error);
  free(properties);
  return status;
}

static ons_status_t send_one(const flat *command, flat_text *reply, ons_error_t *error) {
  outgoing out = outgoing_read(command, "");
  ons_send_result_t result = ONS_SEND_RESULT_INIT;
  ons_status_t status = ons_producer_send(client_of(command), &out.message, &result, error);
  add_result(reply, "", &result);
  outgoing_free(&out);
  return status;
}

static ons_status_t send_async(const flat *command, ons_error_t *error) {
  outgoing out = outgoing_read(command, "");
  asynchronous *send = malloc(sizeof *send);
  send->client = strdup(text_or(command, "client", ""));
  send->of = number(command, "id");
  send->asks = flat_get(command, "asks") != NULL;
  ons_status_t status = ons_producer_send_async(client_of(command), &out.message, sent, send, error);
  if (status != ONS_OK) {
    free(send->client);
    free(send);
  }
  outgoing_free(&out);
  return status;
}

static ons_status_t send_oneway(const flat *command, ons_error_t *error) {
  outgoing out = outgoing_read(command, "");
  ons_status_t status = ons_producer_send_oneway(client_of(command), &out.message, error);
  outgoing_free(&out);
  return status;
}

static ons_error_t error_of(const ons_send_result_t *result) {
  ons_error_t error = ONS_ERROR_INIT;
  error.status = result->status;
  error.code = result->code;
  error.flags = result->flags;
  memcpy(error.name, result->name, sizeof error.name);
  memcpy(error.message, result->message, sizeof error.message);
  return error;
}

static void add_outcomes(flat_text *reply, const ons_send_result_t *results, size_t count) {
  char prefix[32];
  flat_add_number(reply, "count", (int64_t)count);
  for (size_t i = 0; i < count; i++) {
    snprintf(prefix, sizeof prefix, "%zu.", i);
    if (results[i].status == ONS_OK) {
      add_result(reply, prefix, &results[i]);
    } else {
      ons_error_t error = error_of(&results[i]);
      add_error(reply, prefix, &error);
    }
  }
}

static ons_status_t send_batch(const flat *command, flat_text *reply, ons_error_t *error) {
  const ons_send_result_t blank = ONS_SEND_RESULT_INIT;
  size_t count = (size_t)number(command, "count");
  outgoing *all = calloc(count + 1, sizeof *all);
  ons_message_t *messages = calloc(count + 1, sizeof *messages);
  ons_send_result_t *results = calloc(count + 1, sizeof *results);
  for (size_t i = 0; i < count; i++) {
    char prefix[32];
    snprintf(prefix, sizeof prefix, "%zu.", i);
    all[i] = outgoing_read(command, prefix);
    messages[i] = all[i].message;
    results[i] = blank;
  }
  ons_status_t status = ons_producer_send_batch(client_of(command), messages, count, results, error);
  int each_told = status == ONS_OK;
  for (size_t i = 0; i < count; i++) {
    each_told = each_told || results[i].status != ONS_OK;
    outgoing_free(&all[i]);
  }
  if (each_told) {
    add_outcomes(reply, results, count);
  }
  free(all);
  free(messages);
  free(results);
  return each_told ? (ons_status_t)ONS_OK : status;
}

static ons_status_t send_transaction(const flat *command, flat_text *reply, ons_error_t *error) {
  outgoing out = outgoing_read(command, "");
  executer of = {text_or(command, "client", ""), text_or(command, "argument", NULL)};
  ons_send_result_t result = ONS_SEND_RESULT_INIT;
  ons_status_t status =
      ons_producer_send_transaction(client_of(command), &out.message, execute, &of, &result, error);
  add_result(reply, "", &result);
  outgoing_free(&out);
  return status;
}

static ons_status_t recall(const flat *command, flat_text *reply, ons_error_t *error) {
  char message_id[128] = {0};
  ons_status_t status = ons_producer_recall(client_of(command), text_of(command, "topic"), text_of(command, "handle"),
                                            message_id, error);
  flat_add(reply, "messageId", message_id, strlen(message_id));
  return status;
}

/* ---- Pulling ---------------------------------------------------------------------------------------------------- */

static ons_status_t partitions(const flat *command, flat_text *reply, ons_error_t *error) {
  ons_buffer_t names = {NULL, 0};
  ons_status_t status = ons_pull_partitions(client_of(command), text_of(command, "topic"), &names, error);
  flat_add(reply, "partitions", (const char *)names.data, names.size);
  ons_buffer_release(&names);
  return status;
}

enum { MOST_PARTITIONS = 64 };

/* The queues that a command names, one a line; they borrow from it. */
static size_t partitions_of(const flat *command, ons_partition_t chosen[MOST_PARTITIONS]) {
  const char *at = text_or(command, "partitions", "");
  size_t count = 0;
  while (*at != '\0' && count < MOST_PARTITIONS) {
    size_t size = strcspn(at, "\n");
    chosen[count].topic = text_of(command, "topic");
    chosen[count].name.data = at;
    chosen[count++].name.size = size;
    at += size + (at[size] == '\n' ? 1 : 0);
  }
  return count;
}

static ons_status_t poll_messages(const flat *command, flat_text *reply, ons_error_t *error) {
  size_t capacity = 256 * 1024;
  uint8_t *frames = NULL;
  size_t size = 0;
  size_t count = 0;
  ons_status_t status = ONS_E_BUFFER;
  while (status == ONS_E_BUFFER) {
    free(frames);
    frames = malloc(capacity);
    status = ons_pull_poll(client_of(command), (int32_t)number(command, "timeoutMs"), frames, capacity, &size, &count,
                           error);
    capacity = status == ONS_E_BUFFER ? size : capacity;
  }
  flat_add_number(reply, "count", (int64_t)count);
  size_t position = 0;
  for (size_t i = 0; i < count && status == ONS_OK; i++) {
    ons_property_t properties[64];
    ons_message_t message = ONS_MESSAGE_INIT;
    status = ons_frame_decode(frames, size, &position, NULL, &message, properties, 64, error);
    add_message(reply, i, &message);
  }
  free(frames);
  return status;
}

static ons_status_t seek(const flat *command, ons_partition_t partition, ons_error_t *error) {
  const char *to = text_or(command, "to", "");
  if (strcmp(to, "beginning") == 0) {
    return ons_pull_seek_to_beginning(client_of(command), partition, error);
  }
  if (strcmp(to, "end") == 0) {
    return ons_pull_seek_to_end(client_of(command), partition, error);
  }
  return ons_pull_seek(client_of(command), partition, strtoll(to, NULL, 10), error);
}

static ons_status_t pull(const flat *command, flat_text *reply, ons_error_t *error) {
  const char *verb = text_or(command, "do", "");
  ons_client_t client = client_of(command);
  ons_partition_t chosen[MOST_PARTITIONS];
  size_t count = partitions_of(command, chosen);
  int64_t offset = -1;
  ons_status_t status = ONS_E_UNSUPPORTED;
  if (strcmp(verb, "partitions") == 0) {
    return partitions(command, reply, error);
  } else if (strcmp(verb, "poll") == 0) {
    return poll_messages(command, reply, error);
  } else if (strcmp(verb, "commit") == 0) {
    return ons_pull_commit(client, error);
  } else if (strcmp(verb, "assign") == 0) {
    return ons_pull_assign(client, chosen, count, error);
  } else if (strcmp(verb, "pause") == 0) {
    return ons_pull_pause(client, chosen, count, error);
  } else if (strcmp(verb, "resume") == 0) {
    return ons_pull_resume(client, chosen, count, error);
  } else if (strcmp(verb, "seek") == 0) {
    return seek(command, chosen[0], error);
  } else if (strcmp(verb, "committed") == 0) {
    status = ons_pull_committed(client, chosen[0], &offset, error);
  } else if (strcmp(verb, "offset-for-time") == 0) {
    status = ons_pull_offset_for_time(client, chosen[0], number(command, "at"), &offset, error);
  }
  flat_add_number(reply, "offset", offset);
  return status;
}

/* ---- The conversation ------------------------------------------------------------------------------------------- */

static ons_status_t hello(flat_text *reply) {
  flat_add(reply, "language", "c", 1);
  flat_add(reply, "face", "c", 1);
  flat_add(reply, "capabilities", capabilities, sizeof capabilities - 1);
  return ONS_OK;
}

static ons_status_t run(const flat *command, flat_text *reply, ons_error_t *error) {
  const char *verb = text_or(command, "do", "");
  ons_client_t client = client_of(command);
  if (strcmp(verb, "hello") == 0) {
    return hello(reply);
  } else if (strcmp(verb, "open") == 0) {
    return open_client(command, error);
  } else if (strcmp(verb, "start") == 0) {
    return ons_client_start(client, error);
  } else if (strcmp(verb, "close") == 0) {
    return ons_client_close(client, error);
  } else if (strcmp(verb, "describe") == 0) {
    return describe(command, reply, error);
  } else if (strcmp(verb, "credentials") == 0) {
    return update_credentials(command, error);
  } else if (strcmp(verb, "answer") == 0) {
    return answer_question(command) ? (ons_status_t)ONS_OK : (ons_status_t)ONS_E_INVALID;
  } else if (strcmp(verb, "subscribe") == 0) {
    return subscribe(command, error);
  } else if (strcmp(verb, "unsubscribe") == 0) {
    return ons_consumer_unsubscribe(client, text_of(command, "topic"), error);
  } else if (strcmp(verb, "rate-limit") == 0) {
    double per_second = strtod(text_or(command, "perSecond", "0"), NULL);
    return ons_consumer_rate_limit(client, text_of(command, "topic"), per_second, error);
  } else if (strcmp(verb, "send") == 0) {
    return send_one(command, reply, error);
  } else if (strcmp(verb, "send-async") == 0) {
    return send_async(command, error);
  } else if (strcmp(verb, "send-oneway") == 0) {
    return send_oneway(command, error);
  } else if (strcmp(verb, "send-batch") == 0) {
    return send_batch(command, reply, error);
  } else if (strcmp(verb, "send-transaction") == 0) {
    return send_transaction(command, reply, error);
  } else if (strcmp(verb, "recall") == 0) {
    return recall(command, reply, error);
  }
  return pull(command, reply, error);
}

static void *handle(void *line) {
  flat *command = line;
  flat_text reply = {0};
  ons_error_t error = ONS_ERROR_INIT;
  flat_add_number(&reply, "id", number(command, "id"));
  ons_status_t status = run(command, &reply, &error);
  flat_add_truth(&reply, "ok", status == ONS_OK);
  if (status != ONS_OK) {
    error.status = status;
    add_error(&reply, "", &error);
  }
  say(&reply);
  flat_free(command);
  free(command);
  return NULL;
}

static int start_handling(const char *line) {
  flat *command = malloc(sizeof *command);
  if (!flat_parse(line, command)) {
    fprintf(stderr, "not a line of the protocol: %s\n", line);
    free(command);
    return 0;
  }
  pthread_t thread;
  if (pthread_create(&thread, NULL, handle, command) != 0) {
    fputs("no thread for a command\n", stderr);
    return 0;
  }
  pthread_detach(thread);
  return 1;
}

int main(void) {
  char *line = NULL;
  size_t capacity = 0;
  int good = 1;
  handle_inside_by(handle);
  while (good && getline(&line, &capacity, stdin) > 0) {
    good = start_handling(line);
  }
  free(line);
  end_questions();
  ons_error_t error = ONS_ERROR_INIT;
  if (ons_runtime_close(10000, &error) != ONS_OK) {
    fprintf(stderr, "%s: %s\n", error.name, error.message);
    good = 0;
  }
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
