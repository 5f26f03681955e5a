#include "flat.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grown(void *memory, size_t size) {
  void *larger = realloc(memory, size);
  if (larger == NULL) {
    fputs("out of memory\n", stderr);
    abort();
  }
  return larger;
}

/* ---- Reading ---------------------------------------------------------------------------------------------------- */

static const char *skip_blanks(const char *at) {
  while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r') {
    at++;
  }
  return at;
}

static int hex_unit(const char *digits, uint32_t *unit_out) {
  uint32_t unit = 0;
  for (int i = 0; i < 4; i++) {
    char digit = digits[i];
    uint32_t value = digit >= '0' && digit <= '9'   ? (uint32_t)(digit - '0')
                     : digit >= 'a' && digit <= 'f' ? (uint32_t)(digit - 'a' + 10)
                     : digit >= 'A' && digit <= 'F' ? (uint32_t)(digit - 'A' + 10)
                                                    : 16;
    if (value == 16) {
      return 0;
    }
    unit = unit * 16 + value;
  }
  *unit_out = unit;
  return 1;
}

static char *put_utf8(char *to, uint32_t point) {
  if (point < 0x80) {
    *to++ = (char)point;
  } else if (point < 0x800) {
    *to++ = (char)(0xC0 | (point >> 6));
    *to++ = (char)(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    *to++ = (char)(0xE0 | (point >> 12));
    *to++ = (char)(0x80 | ((point >> 6) & 0x3F));
    *to++ = (char)(0x80 | (point & 0x3F));
  } else {
    *to++ = (char)(0xF0 | (point >> 18));
    *to++ = (char)(0x80 | ((point >> 12) & 0x3F));
    *to++ = (char)(0x80 | ((point >> 6) & 0x3F));
    *to++ = (char)(0x80 | (point & 0x3F));
  }
  return to;
}

/* Reads what follows a backslash at *at, and moves *at behind it; NULL when it is no escape. */
static char *read_escape(const char **at, char *to) {
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  char escape = *(*at)++;
  if (escape == 'u') {
    uint32_t unit = 0;
    uint32_t low = 0;
    if (!hex_unit(*at, &unit)) {
      return NULL;
    }
    *at += 4;
    if (unit >= 0xD800 && unit < 0xDC00 && (*at)[0] == '\\' && (*at)[1] == 'u' && hex_unit(*at + 2, &low)) {
      *at += 6;
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    return put_utf8(to, unit);
  }
  const char *known = escape == '\0' ? NULL : strchr(escapes, escape);
  if (known == NULL) {
    return NULL;
  }
  *to++ = meanings[known - escapes];
  return to;
}

/* Reads a text in quotes; NULL when there is none. */
static char *read_text(const char **at) {
  if (**at != '"') {
    return NULL;
  }
  (*at)++;
  char *text = grown(NULL, strlen(*at) + 1);
  char *to = text;
  while (**at != '"') {
    if (**at == '\0') {
      free(text);
      return NULL;
    }
    if (**at == '\\') {
      (*at)++;
      to = read_escape(at, to);
      if (to == NULL) {
        free(text);
        return NULL;
      }
    } else {
      *to++ = *(*at)++;
    }
  }
  (*at)++;
  *to = '\0';
  return grown(text, (size_t)(to - text) + 1);
}

/* Reads a text, a number or a truth value. */
static char *read_value(const char **at) {
  if (**at == '"') {
    return read_text(at);
  }
  size_t size = strcspn(*at, ",} \t\r\n");
  if (size == 0 || **at == '{' || **at == '[') {
    return NULL;
  }
  char *value = grown(NULL, size + 1);
  memcpy(value, *at, size);
  value[size] = '\0';
  *at += size;
  return value;
}

static int read_field(const char **at, flat *line) {
  char *name = read_text(at);
  *at = skip_blanks(*at);
  char *value = NULL;
  if (name != NULL && **at == ':') {
    *at = skip_blanks(*at + 1);
    value = read_value(at);
  }
  if (value == NULL) {
    free(name);
    return 0;
  }
  line->fields = grown(line->fields, (line->count + 1) * sizeof *line->fields);
  line->fields[line->count].name = name;
  line->fields[line->count++].value = value;
  *at = skip_blanks(*at);
  return 1;
}

int flat_parse(const char *text, flat *line_out) {
  flat line = {NULL, 0};
  const char *at = skip_blanks(text);
  int good = *at == '{';
  at = good ? skip_blanks(at + 1) : at;
  while (good && *at != '}') {
    good = read_field(&at, &line);
    if (good && *at == ',') {
      at = skip_blanks(at + 1);
    } else if (good && *at != '}') {
      good = 0;
    }
  }
  if (!good) {
    flat_free(&line);
  }
  *line_out = line;
  return good;
}

void flat_free(flat *line) {
  for (size_t i = 0; i < line->count; i++) {
    free(line->fields[i].name);
    free(line->fields[i].value);
  }
  free(line->fields);
  line->fields = NULL;
  line->count = 0;
}

static char *copied(const char *text) {
  size_t size = strlen(text) + 1;
  return memcpy(grown(NULL, size), text, size);
}

flat *flat_below(const flat *line, const char *prefix) {
  size_t size = strlen(prefix);
  flat *below = grown(NULL, sizeof *below);
  below->fields = grown(NULL, (line->count + 1) * sizeof *below->fields);
  below->count = 0;
  for (size_t i = 0; i < line->count; i++) {
    if (strncmp(line->fields[i].name, prefix, size) == 0) {
      below->fields[below->count].name = copied(line->fields[i].name + size);
      below->fields[below->count++].value = copied(line->fields[i].value);
    }
  }
  if (below->count == 0) {
    flat_free(below);
    free(below);
    return NULL;
  }
  return below;
}

const char *flat_get(const flat *line, const char *name) {
  for (size_t i = 0; i < line->count; i++) {
    if (strcmp(line->fields[i].name, name) == 0) {
      return line->fields[i].value;
    }
  }
  return NULL;
}

/* ---- Writing ---------------------------------------------------------------------------------------------------- */

static void put(flat_text *text, const char *data, size_t size) {
  if (text->size + size + 1 > text->capacity) {
    text->capacity = (text->size + size + 1) * 2;
    text->data = grown(text->data, text->capacity);
  }
  memcpy(text->data + text->size, data, size);
  text->size += size;
  text->data[text->size] = '\0';
}

static void put_quoted(flat_text *text, const char *data, size_t size) {
  put(text, "\"", 1);
  for (size_t i = 0; i < size; i++) {
    unsigned char byte = (unsigned char)data[i];
    if (byte == '"' || byte == '\\') {
      char escaped[2] = {'\\', (char)byte};
      put(text, escaped, sizeof escaped);
    } else if (byte < 0x20) {
      char escaped[8];
      int length = snprintf(escaped, sizeof escaped, "\\u%04x", byte);
      put(text, escaped, (size_t)length);
    } else {
      put(text, data + i, 1);
    }
  }
  put(text, "\"", 1);
}

static void put_name(flat_text *text, const char *name) {
  put(text, text->size == 0 ? "{" : ",", 1);
  put_quoted(text, name, strlen(name));
  put(text, ":", 1);
}

void flat_add(flat_text *text, const char *name, const char *value, size_t size) {
  if (size > 0) {
    put_name(text, name);
    put_quoted(text, value, size);
  }
}

void flat_add_number(flat_text *text, const char *name, int64_t value) {
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%" PRId64, value);
  put_name(text, name);
  put(text, digits, (size_t)length);
}

void flat_add_truth(flat_text *text, const char *name, int value) {
  put_name(text, name);
  put(text, value ? "true" : "false", value ? 4 : 5);
}

void flat_end(flat_text *text) { put(text, text->size == 0 ? "{}" : "}", text->size == 0 ? 2 : 1); }

void flat_text_free(flat_text *text) {
  free(text->data);
  text->data = NULL;
  text->size = text->capacity = 0;
}

/* ---- Base64 ----------------------------------------------------------------------------------------------------- */

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void flat_add_base64(flat_text *text, const char *name, const uint8_t *data, size_t size) {
  if (size == 0) {
    return;
  }
  put_name(text, name);
  put(text, "\"", 1);
  for (size_t i = 0; i < size; i += 3) {
    size_t left = size - i;
    uint32_t second = left > 1 ? data[i + 1] : 0;
    uint32_t bits = (uint32_t)data[i] << 16 | second << 8 | (left > 2 ? data[i + 2] : 0);
    char four[4] = {digits64[bits >> 18], digits64[bits >> 12 & 63], left > 1 ? digits64[bits >> 6 & 63] : '=',
                    left > 2 ? digits64[bits & 63] : '='};
    put(text, four, sizeof four);
  }
  put(text, "\"", 1);
}

int flat_decode_base64(const char *text, uint8_t **data_out, size_t *size_out) {
  size_t length = strcspn(text, "=");
  uint8_t *data = grown(NULL, length / 4 * 3 + 3);
  size_t size = 0;
  uint32_t bits = 0;
  int have = 0;
  for (size_t i = 0; i < length; i++) {
    const char *digit = strchr(digits64, text[i]);
    if (digit == NULL) {
      free(data);
      return 0;
    }
    bits = bits << 6 | (uint32_t)(digit - digits64);
    have += 6;
    if (have >= 8) {
      have -= 8;
      data[size++] = (uint8_t)(bits >> have);
    }
  }
  *data_out = data;
  *size_out = size;
  return 1;
}
