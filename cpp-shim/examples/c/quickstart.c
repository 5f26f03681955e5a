/* Sends one message and receives it.   quickstart_c [address] */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <time.h>

#include "example.h"

/* What the listener's threads and main share. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int received = 0;

static int32_t on_message(void *context, const ons_message_t *message, size_t count) {
  (void)context;
  (void)count;
  pthread_mutex_lock(&mutex);
  printf("received %.*s\n", (int)message->body_size, (const char *)message->body);
  received = 1;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&mutex);
  return ONS_CONSUME_SUCCESS;
}

static int wait_for_message(int seconds) {
  struct timespec end;
  clock_gettime(CLOCK_REALTIME, &end);
  end.tv_sec += seconds;
  pthread_mutex_lock(&mutex);
  while (!received && pthread_cond_timedwait(&changed, &mutex, &end) == 0) {
  }
  int result = received;
  pthread_mutex_unlock(&mutex);
  return result;
}

int main(int argc, char **argv) {
  ons_property_t properties[EXAMPLE_PROPERTIES];
  example_properties(argc, argv, "GID_quickstart", properties);
  ons_error_t error = ONS_ERROR_INIT;

  ons_client_t consumer;
  example_check(ons_consumer_open(properties, EXAMPLE_PROPERTIES, &consumer, &error), &error);
  example_check(ons_consumer_subscribe(consumer, ONS_STR("quickstart"), ONS_STR("*"), ONS_FILTER_TAG, on_message, NULL,
                                       NULL, &error),
                &error);
  example_check(ons_client_start(consumer, &error), &error);

  ons_client_t producer;
  example_check(ons_producer_open(properties, EXAMPLE_PROPERTIES, &producer, &error), &error);
  example_check(ons_client_start(producer, &error), &error);
  ons_message_t message = example_message("quickstart", "hello");
  ons_send_result_t result = ONS_SEND_RESULT_INIT;
  example_check(ons_producer_send(producer, &message, &result, &error), &error);
  printf("sent %s\n", result.message_id);

  if (!wait_for_message(30)) {
    fprintf(stderr, "nothing was received within 30 s\n");
    return EXIT_FAILURE;
  }
  example_check(ons_client_close(consumer, &error), &error);
  example_check(ons_client_close(producer, &error), &error);
  example_check(ons_runtime_close(5000, &error), &error);
  return EXIT_SUCCESS;
}
