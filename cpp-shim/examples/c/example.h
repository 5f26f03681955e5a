/* What the examples share: properties from the command line, and the end of the program after a failure. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include <onsclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline ons_str_t example_text(const char *text) {
  ons_str_t view = {text, strlen(text)};
  return view;
}

#define EXAMPLE_PROPERTIES 6

/* Fills `properties`: the address is the first argument, or the one of a broker on this machine. */
static inline void example_properties(int argc, char **argv, const char *group,
                                      ons_property_t properties[EXAMPLE_PROPERTIES]) {
  properties[0] = (ons_property_t){ONS_STR("NAMESRV_ADDR"), example_text(argc > 1 ? argv[1] : "127.0.0.1:8081")};
  properties[1] = (ons_property_t){ONS_STR("AccessKey"), ONS_STR("any")};
  properties[2] = (ons_property_t){ONS_STR("SecretKey"), ONS_STR("any")};
  properties[3] = (ons_property_t){ONS_STR("GROUP_ID"), example_text(group)};
  /* As long as a busy machine may need. */
  properties[4] = (ons_property_t){ONS_STR("ons.requestTimeoutMillis"), ONS_STR("30000")};
  properties[5] = (ons_property_t){ONS_STR("SendMsgTimeoutMillis"), ONS_STR("30000")};
}

static inline ons_message_t example_message(const char *topic, const char *body) {
  ons_message_t message = ONS_MESSAGE_INIT;
  message.topic = example_text(topic);
  message.body = (const uint8_t *)body;
  message.body_size = strlen(body);
  return message;
}

/* Ends the program when a call has failed. */
static inline void example_check(ons_status_t status, const ons_error_t *error) {
  if (status != ONS_OK) {
    fprintf(stderr, "%s: %s\n", error->name, error->message);
    exit(EXIT_FAILURE);
  }
}

#endif
