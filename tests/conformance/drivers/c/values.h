/* Messages, properties, results and errors as fields. */
#ifndef CONFORMANCE_VALUES_H
#define CONFORMANCE_VALUES_H

#include <onsclient.h>

#include "flat.h"

/* The value of a field, or another text when there is none. */
const char *text_or(const flat *command, const char *name, const char *otherwise);
ons_str_t text_of(const flat *command, const char *name);
int64_t number(const flat *command, const char *name);

/* The fields whose names begin with a prefix, as properties that borrow from the line. `*count_out`; yours: free. */
ons_property_t *properties_below(const flat *command, const char *prefix, size_t *count_out);

/* A message that borrows from a line, with what it owns itself. Release with outgoing_free. */
typedef struct outgoing {
  ons_message_t message;
  uint8_t *body;
  ons_property_t *properties;
} outgoing;

/* The message whose fields' names begin with a prefix, which is "" for the only one. */
outgoing outgoing_read(const flat *command, const char *prefix);
void outgoing_free(outgoing *message);

/* Messages with their numbers as prefixes, and their count. */
void add_messages(flat_text *line, const ons_message_t *messages, size_t count);
void add_message(flat_text *line, size_t at, const ons_message_t *message);
void add_result(flat_text *line, const char *prefix, const ons_send_result_t *result);
void add_error(flat_text *line, const char *prefix, const ons_error_t *error);

#endif
