/* What goes to the runner, and the questions that it has to answer. Every function may be called on any thread. */
#ifndef CONFORMANCE_CONVERSATION_H
#define CONFORMANCE_CONVERSATION_H

#include <onsclient.h>

#include "flat.h"

/* Ends a line, says it and frees it. */
void say(flat_text *line);

typedef enum answer {
  ANSWER_SUCCESS,
  ANSWER_LATER,
  ANSWER_NOTHING,
  ANSWER_COMMIT,
  ANSWER_ROLLBACK,
  ANSWER_UNKNOWN
} answer;

/* Begins a line that tells what a callback was given. */
flat_text begin_event(const char *event, const char *client);

/* Says such a line, waits for the answer, does the command that the answer has inside, and frees the line. */
answer ask_line(flat_text *line);

/* Both, with messages. `argument` may be NULL. */
answer ask(const char *event, const char *client, const ons_message_t *messages, size_t count, const char *argument);

/* Answers a question; 1, or 0 when nobody asks. */
int answer_question(const flat *command);

/* What does a command, answers it by a line, and frees it; to be set before the first question. */
void handle_inside_by(void *(*handle)(void *command));

/* Answers all questions, as nobody will any more. */
void end_questions(void);

#endif
