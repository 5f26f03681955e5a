#include "conversation.hpp"

#include <iostream>
#include <thread>

namespace conformance {

void Conversation::say(Line& line) {
  std::string text = line.end();
  std::lock_guard<std::mutex> lock(out_mutex_);
  std::cout << text << std::endl;
}

std::string Conversation::ask(const std::string& event, const std::string& client,
                              const std::function<void(Line&)>& describe) {
  std::int64_t delivery = 0;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    delivery = ++deliveries_;
    answers_[delivery] = Fields();
  }
  Line line;
  line.add("event", event).add("client", client).add_number("delivery", delivery);
  describe(line);
  say(line);

  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return ended_ || !answers_[delivery].get("with").empty(); });
  Fields answered = answers_[delivery];
  answers_.erase(delivery);
  lock.unlock();
  if (!answered.get("inside.do").empty()) {
    handler_(answered.part("inside."));
  }
  std::string answer = answered.get("with");
  if (answer == "throw") {
    throw Wanted();
  }
  if (answer == "throw-any") {
    throw 42;
  }
  return answer;
}

void Conversation::tell(const std::string& event, const std::string& client, bool asks,
                        const std::function<void(Line&)>& describe) {
  if (asks) {
    ask(event, client, describe);
    return;
  }
  Line line;
  line.add("event", event).add("client", client);
  describe(line);
  say(line);
}

void Conversation::answer(const Fields& command) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto question = answers_.find(command.number("delivery"));
  if (question == answers_.end()) {
    throw std::invalid_argument("there is no delivery " + command.get("delivery") + " to answer");
  }
  question->second = command;
  changed_.notify_all();
}

void Conversation::end() {
  std::lock_guard<std::mutex> lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

namespace {

void handle(Conversation& conversation, const Fields& command,
            const std::function<void(const Fields&, Line&)>& run, const std::function<void(Line&)>& fail) {
  Line reply;
  reply.add_number("id", command.number("id"));
  try {
    run(command, reply);
    reply.add_truth("ok", true);
  } catch (...) {
    reply.add_truth("ok", false);
    try {
      fail(reply);
    } catch (const std::exception& error) {
      reply.add("class", "driver").add("message", error.what());
    } catch (...) {
      reply.add("class", "driver").add("message", "something that is no exception");
    }
  }
  conversation.say(reply);
}

}  // namespace

void converse(Conversation& conversation, const std::function<void(const Fields&, Line&)>& run,
              const std::function<void(Line&)>& fail) {
  conversation.handle_by([&](const Fields& command) { handle(conversation, command, run, fail); });
  for (std::string line; std::getline(std::cin, line);) {
    std::thread([&conversation, &run, &fail, command = Fields(line)] {
      handle(conversation, command, run, fail);
    }).detach();
  }
  conversation.end();
}

}  // namespace conformance
