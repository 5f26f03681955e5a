/* Flat JSON objects, read and written, and base64: all that the protocol of the conformance drivers needs. */
#ifndef CONFORMANCE_FLAT_H
#define CONFORMANCE_FLAT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One field; texts end with NUL. A number or a truth value is the text that stands there. */
typedef struct flat_field {
  char *name;
  char *value;
} flat_field;

/* The fields of a line. Yours: release with flat_free. */
typedef struct flat {
  flat_field *fields;
  size_t count;
} flat;

/* Reads a line; 1 when it is a flat object, else 0 and `line_out` is empty. */
int flat_parse(const char *text, flat *line_out);
void flat_free(flat *line);

/* The fields whose names begin with a prefix, without it; NULL when there are none. Yours: flat_free and free. */
flat *flat_below(const flat *line, const char *prefix);

/* The value of a field; NULL when there is none. */
const char *flat_get(const flat *line, const char *name);

/* A line that is being written. Begin with {0}; release with flat_text_free. */
typedef struct flat_text {
  char *data;
  size_t size;
  size_t capacity;
} flat_text;

/* Adds a field; one without a value is left out. */
void flat_add(flat_text *text, const char *name, const char *value, size_t size);
void flat_add_number(flat_text *text, const char *name, int64_t value);
void flat_add_truth(flat_text *text, const char *name, int value);
void flat_add_base64(flat_text *text, const char *name, const uint8_t *data, size_t size);

/* Ends the object; the text ends with NUL. */
void flat_end(flat_text *text);
void flat_text_free(flat_text *text);

/* Decodes base64. `*data_out` is yours: free. 1, or 0 when it is none. */
int flat_decode_base64(const char *text, uint8_t **data_out, size_t *size_out);

#ifdef __cplusplus
}
#endif
#endif
