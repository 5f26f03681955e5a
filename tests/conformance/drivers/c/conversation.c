#include "conversation.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values.h"

typedef struct question {
  int64_t delivery;
  int answered;
  answer with;
  flat *inside;
  struct question *next;
} question;

static pthread_mutex_t out_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static question *open_questions;
static int64_t deliveries;
static int ended;
static void *(*inside_handler)(void *command);

void handle_inside_by(void *(*handle)(void *command)) { inside_handler = handle; }

void say(flat_text *line) {
  flat_end(line);
  pthread_mutex_lock(&out_lock);
  puts(line->data);
  fflush(stdout);
  pthread_mutex_unlock(&out_lock);
  flat_text_free(line);
}

static int64_t open_question(question *asked) {
  pthread_mutex_lock(&lock);
  asked->delivery = ++deliveries;
  asked->next = open_questions;
  open_questions = asked;
  pthread_mutex_unlock(&lock);
  return asked->delivery;
}

flat_text begin_event(const char *event, const char *client) {
  flat_text line = {0};
  flat_add(&line, "event", event, strlen(event));
  flat_add(&line, "client", client, strlen(client));
  return line;
}

answer ask_line(flat_text *line) {
  question asked = {0, 0, ANSWER_LATER, NULL, NULL};
  flat_add_number(line, "delivery", open_question(&asked));
  say(line);

  pthread_mutex_lock(&lock);
  while (!asked.answered && !ended) {
    pthread_cond_wait(&changed, &lock);
  }
  question **at = &open_questions;
  while (*at != &asked) {
    at = &(*at)->next;
  }
  *at = asked.next;
  pthread_mutex_unlock(&lock);
  if (asked.inside != NULL) {
    inside_handler(asked.inside);
  }
  return asked.with;
}

answer ask(const char *event, const char *client, const ons_message_t *messages, size_t count, const char *argument) {
  flat_text line = begin_event(event, client);
  if (argument != NULL) {
    flat_add(&line, "argument", argument, strlen(argument));
  }
  add_messages(&line, messages, count);
  return ask_line(&line);
}

static answer to_answer(const char *with) {
  static const char *const names[] = {"success", "later", "nothing", "commit", "rollback", "unknown"};
  for (int i = 0; i < 6; i++) {
    if (strcmp(names[i], with) == 0) {
      return (answer)i;
    }
  }
  return ANSWER_LATER;
}

int answer_question(const flat *command) {
  int64_t delivery = number(command, "delivery");
  int found = 0;
  pthread_mutex_lock(&lock);
  for (question *asked = open_questions; asked != NULL; asked = asked->next) {
    if (asked->delivery == delivery && !asked->answered) {
      asked->with = to_answer(text_or(command, "with", ""));
      asked->inside = flat_below(command, "inside.");
      asked->answered = found = 1;
    }
  }
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  return found;
}

void end_questions(void) {
  pthread_mutex_lock(&lock);
  ended = 1;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}
