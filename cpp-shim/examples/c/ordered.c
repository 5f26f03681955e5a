/* Sends the steps of three orders and receives each order's steps in their order, by polling. ordered_c [address] */
#include "example.h"

enum { ORDERS = 3, STEPS = 3 };

static const char *const orders[ORDERS] = {"order-1", "order-2", "order-3"};
static const char *const steps[STEPS] = {"created", "paid", "shipped"};

/* Takes one batch of events, prints the messages and answers them; gives how many there were. */
static size_t receive(ons_client_t consumer, ons_error_t *error) {
  static uint8_t frames[1 << 20];
  size_t size, count;
  example_check(ons_events_poll(consumer, 32, 1000, frames, sizeof frames, &size, &count, error), error);
  size_t position = 0;
  for (size_t i = 0; i < count; i++) {
    ons_message_t message = ONS_MESSAGE_INIT;
    ons_property_t properties[16];
    example_check(ons_frame_decode(frames, size, &position, NULL, &message, properties, 16, error), error);
    printf("%.*s: %.*s\n", (int)message.sharding_key.size, message.sharding_key.data, (int)message.body_size,
           (const char *)message.body);
    int32_t success = ONS_CONSUME_SUCCESS;
    example_check(ons_events_complete(consumer, &message.token, &success, 1, error), error);
  }
  return count;
}

int main(int argc, char **argv) {
  ons_property_t properties[EXAMPLE_PROPERTIES];
  example_properties(argc, argv, "GID_ordered", properties);
  ons_error_t error = ONS_ERROR_INIT;

  ons_client_t consumer;
  example_check(ons_order_consumer_open(properties, EXAMPLE_PROPERTIES, &consumer, &error), &error);
  example_check(ons_client_use_events(consumer, &error), &error);
  example_check(ons_consumer_subscribe(consumer, ONS_STR("ordered"), ONS_STR("*"), ONS_FILTER_TAG, NULL, NULL, NULL,
                                       &error),
                &error);
  example_check(ons_client_start(consumer, &error), &error);

  ons_client_t producer;
  example_check(ons_order_producer_open(properties, EXAMPLE_PROPERTIES, &producer, &error), &error);
  example_check(ons_client_start(producer, &error), &error);
  for (int step = 0; step < STEPS; step++) {
    for (int order = 0; order < ORDERS; order++) {
      ons_message_t message = example_message("ordered", steps[step]);
      message.sharding_key = example_text(orders[order]);
      example_check(ons_producer_send(producer, &message, NULL, &error), &error);
    }
  }

  size_t received = 0;
  for (int second = 0; second < 30 && received < ORDERS * STEPS; second++) {
    received += receive(consumer, &error);
  }
  example_check(ons_client_close(consumer, &error), &error);
  example_check(ons_client_close(producer, &error), &error);
  example_check(ons_runtime_close(5000, &error), &error);
  return received >= ORDERS * STEPS ? EXIT_SUCCESS : EXIT_FAILURE;
}
