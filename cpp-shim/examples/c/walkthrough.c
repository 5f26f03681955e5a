/* A tour: tags, keys, properties, a batch, delay and recall, an error, pulling, statistics. walkthrough_c [address] */
#include <time.h>

#include "example.h"

static const char topic[] = "walkthrough";

static void send_in_some_ways(ons_client_t producer, ons_error_t *error) {
  ons_property_t colour = {ONS_STR("colour"), ONS_STR("green")};
  ons_message_t message = example_message(topic, "with everything");
  message.tag = ONS_STR("TagA");
  message.key = ONS_STR("key-1 key-2");
  message.properties = &colour;
  message.property_count = 1;
  ons_send_result_t result = ONS_SEND_RESULT_INIT;
  example_check(ons_producer_send(producer, &message, &result, error), error);
  printf("sent %s\n", result.message_id);

  ons_message_t batch[] = {example_message(topic, "batch 1"), example_message(topic, "batch 2")};
  example_check(ons_producer_send_batch(producer, batch, 2, NULL, error), error);
  example_check(ons_producer_send_oneway(producer, &message, error), error);
}

static void delay_and_recall(ons_client_t producer, ons_error_t *error) {
  ons_message_t message = example_message(topic, "never seen");
  message.deliver_at_ms = ((int64_t)time(NULL) + 3600) * 1000;
  ons_send_result_t result = ONS_SEND_RESULT_INIT;
  example_check(ons_producer_send(producer, &message, &result, error), error);
  char message_id[128];
  example_check(ons_producer_recall(producer, message.topic, example_text(result.recall_handle), message_id, error),
                error);
  printf("recalled %s\n", message_id);
}

static void fail(ons_client_t producer) {
  ons_message_t message = example_message("no such topic!", "lost");
  ons_error_t error = ONS_ERROR_INIT;
  if (ons_producer_send(producer, &message, NULL, &error) != ONS_OK) {
    printf("%s: %s\n", ons_status_name(error.status), error.message);
  }
}

/* Assigns every queue of the topic from its first message on. */
static void assign_all(ons_client_t consumer, ons_error_t *error) {
  enum { MOST = 64 };
  ons_partition_t partitions[MOST];
  size_t count = 0;
  ons_buffer_t names;
  example_check(ons_pull_partitions(consumer, example_text(topic), &names, error), error);
  const char *at = (const char *)names.data;
  const char *end = at + names.size;
  while (at < end && count < MOST) {
    const char *line_end = memchr(at, '\n', (size_t)(end - at));
    size_t size = (size_t)((line_end != NULL ? line_end : end) - at);
    partitions[count++] = (ons_partition_t){example_text(topic), {at, size}};
    at += size + 1;
  }
  example_check(ons_pull_assign(consumer, partitions, count, error), error);
  for (size_t i = 0; i < count; i++) {
    example_check(ons_pull_seek_to_beginning(consumer, partitions[i], error), error);
  }
  ons_buffer_release(&names);
}

int main(int argc, char **argv) {
  ons_property_t properties[EXAMPLE_PROPERTIES];
  example_properties(argc, argv, "GID_walkthrough", properties);
  ons_error_t error = ONS_ERROR_INIT;
  printf("libonsclient %s\n", ons_version());

  ons_client_t producer;
  example_check(ons_producer_open(properties, EXAMPLE_PROPERTIES, &producer, &error), &error);
  example_check(ons_client_start(producer, &error), &error);
  send_in_some_ways(producer, &error);
  delay_and_recall(producer, &error);
  fail(producer);

  ons_client_t consumer;
  example_check(ons_pull_consumer_open(properties, EXAMPLE_PROPERTIES, &consumer, &error), &error);
  example_check(ons_client_start(consumer, &error), &error);
  assign_all(consumer, &error);
  static uint8_t frames[1 << 20];
  size_t pulled = 0;
  for (int second = 0; second < 30 && pulled < 3; second++) {
    size_t size, count;
    example_check(ons_pull_poll(consumer, 1000, frames, sizeof frames, &size, &count, &error), &error);
    pulled += count;
  }
  example_check(ons_pull_commit(consumer, &error), &error);
  printf("pulled %zu messages\n", pulled);

  ons_statistics_t statistics = ONS_STATISTICS_INIT;
  example_check(ons_client_statistics(producer, &statistics, &error), &error);
  printf("%llu sent\n", (unsigned long long)statistics.sent);
  example_check(ons_client_close(consumer, &error), &error);
  example_check(ons_client_close(producer, &error), &error);
  example_check(ons_runtime_close(5000, &error), &error);
  return pulled >= 3 ? EXIT_SUCCESS : EXIT_FAILURE;
}
