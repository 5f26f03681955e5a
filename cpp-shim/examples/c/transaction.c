/* Sends three messages in transactions: one commits, one rolls back, one is left to the checker, whose question is
   polled.   transaction_c [address] */
#include "example.h"

/* The local transaction; its decision comes in by the context. */
static int32_t execute(void *context, const ons_message_t *message) {
  (void)message;
  return *(const int32_t *)context;
}

static ons_status_t send_deciding(ons_client_t producer, const char *body, int32_t decision, ons_error_t *error) {
  ons_message_t message = example_message("transaction", body);
  return ons_producer_send_transaction(producer, &message, execute, &decision, NULL, error);
}

/* Waits for the server's question about a half message and answers it; gives whether one came. */
static int answer(ons_client_t producer, ons_error_t *error) {
  static uint8_t frames[1 << 20];
  size_t size, count;
  example_check(ons_events_poll(producer, 1, 60000, frames, sizeof frames, &size, &count, error), error);
  if (count == 0) {
    return 0;
  }
  size_t position = 0;
  ons_message_t half = ONS_MESSAGE_INIT;
  ons_property_t properties[16];
  example_check(ons_frame_decode(frames, size, &position, NULL, &half, properties, 16, error), error);
  printf("asked about: %.*s\n", (int)half.body_size, (const char *)half.body);
  int32_t commit = ONS_TRANSACTION_COMMIT;
  example_check(ons_events_complete(producer, &half.token, &commit, 1, error), error);
  return 1;
}

int main(int argc, char **argv) {
  ons_property_t properties[EXAMPLE_PROPERTIES + 1];
  example_properties(argc, argv, "GID_transaction", properties);
  properties[EXAMPLE_PROPERTIES] = (ons_property_t){ONS_STR("CheckImmunityTimeInSeconds"), ONS_STR("1")};
  ons_error_t error = ONS_ERROR_INIT;

  ons_client_t producer;
  example_check(ons_transaction_producer_open(properties, EXAMPLE_PROPERTIES + 1, NULL, NULL, NULL, &producer, &error),
                &error);
  example_check(ons_client_use_events(producer, &error), &error);
  example_check(ons_client_start(producer, &error), &error);

  example_check(send_deciding(producer, "paid", ONS_TRANSACTION_COMMIT, &error), &error);
  printf("committed\n");
  if (send_deciding(producer, "no money", ONS_TRANSACTION_ROLLBACK, &error) != ONS_OK) {
    printf("%s: %s\n", error.name, error.message);
  }
  example_check(send_deciding(producer, "perhaps", ONS_TRANSACTION_UNKNOWN, &error), &error);
  printf("left open\n");
  int answered = answer(producer, &error) || answer(producer, &error);

  example_check(ons_client_close(producer, &error), &error);
  example_check(ons_runtime_close(5000, &error), &error);
  return answered ? EXIT_SUCCESS : EXIT_FAILURE;
}
