/* Prints size and offsets of every structure of the interface. */
#include <stddef.h>
#include <stdio.h>

#include "onsclient.h"

#define SIZE(type) printf("%-24s %5zu\n", #type, sizeof(type))
#define FIELD(type, field) printf("  %-22s %5zu\n", #field, offsetof(type, field))

int main(void) {
  SIZE(ons_str_t);
  FIELD(ons_str_t, data);
  FIELD(ons_str_t, size);
  SIZE(ons_property_t);
  FIELD(ons_property_t, key);
  FIELD(ons_property_t, value);
  SIZE(ons_buffer_t);
  FIELD(ons_buffer_t, data);
  FIELD(ons_buffer_t, size);
  SIZE(ons_error_t);
  FIELD(ons_error_t, struct_size);
  FIELD(ons_error_t, status);
  FIELD(ons_error_t, code);
  FIELD(ons_error_t, flags);
  FIELD(ons_error_t, name);
  FIELD(ons_error_t, request_id);
  FIELD(ons_error_t, message);
  FIELD(ons_error_t, detail);
  SIZE(ons_runtime_options_t);
  FIELD(ons_runtime_options_t, struct_size);
  FIELD(ons_runtime_options_t, abi_version);
  FIELD(ons_runtime_options_t, wrapper);
  FIELD(ons_runtime_options_t, java_home);
  FIELD(ons_runtime_options_t, class_path);
  FIELD(ons_runtime_options_t, jvm_options);
  FIELD(ons_runtime_options_t, log_folder);
  FIELD(ons_runtime_options_t, max_heap_mib);
  FIELD(ons_runtime_options_t, echo);
  SIZE(ons_message_t);
  FIELD(ons_message_t, struct_size);
  FIELD(ons_message_t, property_count);
  FIELD(ons_message_t, topic);
  FIELD(ons_message_t, tag);
  FIELD(ons_message_t, key);
  FIELD(ons_message_t, sharding_key);
  FIELD(ons_message_t, body);
  FIELD(ons_message_t, body_size);
  FIELD(ons_message_t, properties);
  FIELD(ons_message_t, deliver_at_ms);
  FIELD(ons_message_t, token);
  FIELD(ons_message_t, message_id);
  FIELD(ons_message_t, born_host);
  FIELD(ons_message_t, partition);
  FIELD(ons_message_t, born_at_ms);
  FIELD(ons_message_t, stored_at_ms);
  FIELD(ons_message_t, offset);
  FIELD(ons_message_t, reconsume_times);
  FIELD(ons_message_t, reserved);
  SIZE(ons_send_result_t);
  FIELD(ons_send_result_t, struct_size);
  FIELD(ons_send_result_t, status);
  FIELD(ons_send_result_t, message_id);
  FIELD(ons_send_result_t, recall_handle);
  FIELD(ons_send_result_t, code);
  FIELD(ons_send_result_t, flags);
  FIELD(ons_send_result_t, name);
  FIELD(ons_send_result_t, request_id);
  FIELD(ons_send_result_t, message);
  SIZE(ons_statistics_t);
  FIELD(ons_statistics_t, struct_size);
  FIELD(ons_statistics_t, reserved);
  FIELD(ons_statistics_t, sent);
  FIELD(ons_statistics_t, send_failures);
  FIELD(ons_statistics_t, sends_in_flight);
  FIELD(ons_statistics_t, received);
  FIELD(ons_statistics_t, consumed);
  FIELD(ons_statistics_t, consume_failures);
  FIELD(ons_statistics_t, callbacks_running);
  SIZE(ons_partition_t);
  FIELD(ons_partition_t, topic);
  FIELD(ons_partition_t, name);
  return 0;
}
