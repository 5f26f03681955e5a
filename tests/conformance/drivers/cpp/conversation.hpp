// What goes to the runner, and the questions that it has to answer.
#ifndef CONFORMANCE_CONVERSATION_HPP
#define CONFORMANCE_CONVERSATION_HPP

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>

#include "fields.hpp"

namespace conformance {

/// What a callback throws when the runner said so.
class Wanted : public std::runtime_error {
 public:
  Wanted() : std::runtime_error("thrown because the runner said so") {}
};

/// Safe on any thread.
class Conversation {
 public:
  void say(Line& line);

  /// Tells what a callback was given, which `describe` writes, waits for the answer, and does what that says first.
  /// Throws Wanted, or a number, when the answer is to throw.
  std::string ask(const std::string& event, const std::string& client, const std::function<void(Line&)>& describe);

  /// Tells what a callback was given; waits for an answer only if it `asks`.
  void tell(const std::string& event, const std::string& client, bool asks,
            const std::function<void(Line&)>& describe);

  void answer(const Fields& command);
  /// Answers all questions, as nobody will any more.
  void end();
  /// What does a command and answers it by a line; set before the first question.
  void handle_by(std::function<void(const Fields&)> handler) { handler_ = std::move(handler); }

 private:
  std::mutex out_mutex_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::int64_t, Fields> answers_;
  std::function<void(const Fields&)> handler_;
  std::int64_t deliveries_ = 0;
  bool ended_ = false;
};

/// Runs commands from standard input, each on a thread of its own, until there are no more. `run` writes to the reply;
/// `fail` writes the exception that is being handled, or throws it on when it is none of the API's.
void converse(Conversation& conversation, const std::function<void(const Fields&, Line&)>& run,
              const std::function<void(Line&)>& fail);

}  // namespace conformance

#endif
