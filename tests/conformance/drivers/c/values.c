#include "values.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 512 };

const char *text_or(const flat *command, const char *name, const char *otherwise) {
  const char *value = flat_get(command, name);
  return value == NULL ? otherwise : value;
}

ons_str_t text_of(const flat *command, const char *name) {
  const char *value = text_or(command, name, "");
  ons_str_t text = {value, strlen(value)};
  return text;
}

int64_t number(const flat *command, const char *name) { return strtoll(text_or(command, name, "0"), NULL, 10); }

ons_property_t *properties_below(const flat *command, const char *prefix, size_t *count_out) {
  size_t size = strlen(prefix);
  ons_property_t *properties = calloc(command->count + 1, sizeof *properties);
  size_t count = 0;
  for (size_t i = 0; i < command->count; i++) {
    const flat_field *field = &command->fields[i];
    if (strncmp(field->name, prefix, size) == 0) {
      properties[count].key.data = field->name + size;
      properties[count].key.size = strlen(field->name) - size;
      properties[count].value.data = field->value;
      properties[count++].value.size = strlen(field->value);
    }
  }
  *count_out = count;
  return properties;
}

static ons_str_t prefixed(const flat *command, const char *prefix, const char *name) {
  char full[NAME_SIZE];
  snprintf(full, sizeof full, "%s%s", prefix, name);
  return text_of(command, full);
}

outgoing outgoing_read(const flat *command, const char *prefix) {
  outgoing out = {ONS_MESSAGE_INIT, NULL, NULL};
  char users[NAME_SIZE];
  size_t count = 0;
  snprintf(users, sizeof users, "%suser.", prefix);
  out.properties = properties_below(command, users, &count);
  out.message.topic = prefixed(command, prefix, "topic");
  out.message.tag = prefixed(command, prefix, "tag");
  out.message.key = prefixed(command, prefix, "key");
  out.message.sharding_key = prefixed(command, prefix, "shardingKey");
  out.message.deliver_at_ms = strtoll(prefixed(command, prefix, "deliverAt").data, NULL, 10);
  if (flat_decode_base64(prefixed(command, prefix, "body").data, &out.body, &out.message.body_size)) {
    out.message.body = out.body;
  }
  out.message.properties = out.properties;
  out.message.property_count = (uint32_t)count;
  return out;
}

void outgoing_free(outgoing *message) {
  free(message->body);
  free(message->properties);
}

static void add(flat_text *line, const char *prefix, const char *name, ons_str_t value) {
  char full[NAME_SIZE];
  snprintf(full, sizeof full, "%s%s", prefix, name);
  flat_add(line, full, value.data, value.size);
}

static void add_number(flat_text *line, const char *prefix, const char *name, int64_t value) {
  char full[NAME_SIZE];
  snprintf(full, sizeof full, "%s%s", prefix, name);
  flat_add_number(line, full, value);
}

static void add_c_text(flat_text *line, const char *prefix, const char *name, const char *value) {
  ons_str_t text = {value, strlen(value)};
  add(line, prefix, name, text);
}

void add_message(flat_text *line, size_t at, const ons_message_t *message) {
  char prefix[NAME_SIZE / 2];
  char name[NAME_SIZE];
  snprintf(prefix, sizeof prefix, "%zu.", at);
  add(line, prefix, "topic", message->topic);
  add(line, prefix, "tag", message->tag);
  add(line, prefix, "key", message->key);
  add(line, prefix, "shardingKey", message->sharding_key);
  add(line, prefix, "messageId", message->message_id);
  add(line, prefix, "bornHost", message->born_host);
  add_number(line, prefix, "reconsumeTimes", message->reconsume_times);
  add_number(line, prefix, "bornAt", message->born_at_ms);
  add_number(line, prefix, "offset", message->offset);
  snprintf(name, sizeof name, "%sbody", prefix);
  flat_add_base64(line, name, message->body, message->body_size);
  for (uint32_t i = 0; i < message->property_count; i++) {
    const ons_property_t *property = &message->properties[i];
    snprintf(name, sizeof name, "%suser.%.*s", prefix, (int)property->key.size, property->key.data);
    flat_add(line, name, property->value.data, property->value.size);
  }
}

void add_messages(flat_text *line, const ons_message_t *messages, size_t count) {
  flat_add_number(line, "count", (int64_t)count);
  const char *at = (const char *)messages;
  for (size_t i = 0; i < count; i++, at += messages->struct_size) {
    add_message(line, i, (const ons_message_t *)at);
  }
}

void add_result(flat_text *line, const char *prefix, const ons_send_result_t *result) {
  add_c_text(line, prefix, "messageId", result->message_id);
  add_c_text(line, prefix, "recallHandle", result->recall_handle);
}

void add_error(flat_text *line, const char *prefix, const ons_error_t *error) {
  char class_name[64] = {0};
  const char *status = ons_status_name(error->status) + strlen("ONS_E_");
  for (size_t i = 0; status[i] != '\0' && i < sizeof class_name - 1; i++) {
    class_name[i] = (char)tolower((unsigned char)status[i]);
  }
  add_c_text(line, prefix, "class", class_name);
  add_number(line, prefix, "code", error->code);
  add_c_text(line, prefix, "name", error->name);
  char retryable[NAME_SIZE];
  snprintf(retryable, sizeof retryable, "%sretryable", prefix);
  flat_add_truth(line, retryable, ons_error_is_retryable(error));
  add_c_text(line, prefix, "message", error->message);
}
