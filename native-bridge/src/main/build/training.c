/* What programs do in their first second, for the start-up cache to learn from: training ADDRESS */
#define _POSIX_C_SOURCE 200809L
#include <onsclient.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DEADLINE_S = 600 };

static ons_error_t error = ONS_ERROR_INIT;

static void check(ons_status_t status) {
  if (status == ONS_OK) return;
  fprintf(stderr, "training: %s: %s\n", error.name, error.message);
  exit(EXIT_FAILURE);
}

/* How many callbacks ended well. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int counted = 0;

static void count_one(void) {
  pthread_mutex_lock(&mutex);
  counted++;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&mutex);
}

static void wait_for(int count) {
  struct timespec end;
  clock_gettime(CLOCK_REALTIME, &end);
  end.tv_sec += DEADLINE_S;
  pthread_mutex_lock(&mutex);
  while (counted < count) {
    if (pthread_cond_timedwait(&changed, &mutex, &end) != 0) {
      fprintf(stderr, "training: %d of %d callbacks came within %d s\n", counted, count, DEADLINE_S);
      exit(EXIT_FAILURE);
    }
  }
  pthread_mutex_unlock(&mutex);
}

static void on_sent(void *context, const ons_send_result_t *result, const ons_error_t *failure) {
  (void)context, (void)result;
  if (failure == NULL) count_one();
}

static int32_t on_message(void *context, const ons_message_t *messages, size_t count) {
  (void)context, (void)messages, (void)count;
  count_one();
  return ONS_CONSUME_SUCCESS;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: training ADDRESS\n");
    return EXIT_FAILURE;
  }
  const ons_str_t topic = ONS_STR("training");
  const ons_property_t properties[] = {{ONS_STR("NAMESRV_ADDR"), {argv[1], strlen(argv[1])}},
                                       {ONS_STR("AccessKey"), ONS_STR("any")},
                                       {ONS_STR("SecretKey"), ONS_STR("any")},
                                       {ONS_STR("GROUP_ID"), ONS_STR("GID_training")},
                                       /* A machine that builds may be slow. */
                                       {ONS_STR("ons.startTimeoutMillis"), ONS_STR("600000")},
                                       {ONS_STR("SendMsgTimeoutMillis"), ONS_STR("600000")}};
  const size_t count = sizeof properties / sizeof *properties;

  ons_client_t producer, consumer;
  check(ons_producer_open(properties, count, &producer, &error));
  check(ons_client_start(producer, &error));
  ons_message_t message = ONS_MESSAGE_INIT;
  message.topic = topic;
  message.body = (const uint8_t *)"hello";
  message.body_size = 5;
  check(ons_producer_send(producer, &message, NULL, &error));
  check(ons_producer_send_async(producer, &message, on_sent, NULL, &error));

  check(ons_consumer_open(properties, count, &consumer, &error));
  check(ons_consumer_subscribe(consumer, topic, ONS_STR("*"), ONS_FILTER_TAG, on_message, NULL, NULL, &error));
  check(ons_client_start(consumer, &error));
  wait_for(3);

  check(ons_client_close(consumer, &error));
  check(ons_client_close(producer, &error));
  /* With the end of the runtime it writes down what it has learned: on a busy machine this takes a minute and more. */
  check(ons_runtime_close(600000, &error));
  return EXIT_SUCCESS;
}
