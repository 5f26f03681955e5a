// The conformance driver in C++: does with openons/openons.hpp what each line asks for, and answers with a line.
#include <openons/openons.hpp>

#include <cctype>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "clients.hpp"
#include "conversation.hpp"

namespace {

using conformance::Conversation;
using conformance::Fields;
using conformance::Line;

const char capabilities[] =
    "producer ordered-producer transaction-producer consumer ordered-consumer batch-consumer pull-consumer send "
    "send-async send-oneway send-batch send-transaction recall subscribe unsubscribe rate-limit credentials describe "
    "pull-assign sql throw throw-any inside predicates born-host";

// ---- Values ---------------------------------------------------------------------------------------------------------

openons::Message to_message(const Fields& command, const std::string& prefix = "") {
  openons::Message message(command.get(prefix + "topic"), command.bytes(prefix + "body"));
  message.set_tag(command.get(prefix + "tag")).set_key(command.get(prefix + "key"));
  message.set_sharding_key(command.get(prefix + "shardingKey")).set_properties(command.below(prefix + "user."));
  return message.set_deliver_at_ms(command.number(prefix + "deliverAt"));
}

void add_message(Line& line, std::size_t at, const openons::MessageView& message) {
  std::string prefix = std::to_string(at) + ".";
  line.add(prefix + "topic", message.topic()).add(prefix + "tag", message.tag()).add(prefix + "key", message.key());
  line.add(prefix + "shardingKey", message.sharding_key()).add(prefix + "messageId", message.message_id());
  line.add_bytes(prefix + "body", message.body()).add(prefix + "bornHost", message.born_host());
  line.add_number(prefix + "reconsumeTimes", message.reconsume_times()).add_number(prefix + "offset", message.offset());
  auto born_at = std::chrono::duration_cast<std::chrono::milliseconds>(message.born_at().time_since_epoch());
  line.add_number(prefix + "bornAt", born_at.count());
  for (const auto& property : message.properties()) {
    line.add(prefix + "user." + property.first, property.second);
  }
}

template <class Messages>
void add_messages(Line& line, const Messages& messages) {
  line.add_number("count", static_cast<std::int64_t>(messages.size()));
  std::size_t at = 0;
  for (const openons::MessageView& message : messages) {
    add_message(line, at++, message);
  }
}

void add_error(Line& line, const std::string& prefix, const openons::Error& error) {
  std::string name = std::string(ons_status_name(static_cast<ons_status_t>(error.status()))).substr(6);
  for (char& letter : name) {
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  line.add(prefix + "class", name).add_number(prefix + "code", error.code()).add(prefix + "name", error.name());
  line.add_truth(prefix + "retryable", error.is_retryable()).add(prefix + "message", error.what());
}

void add_result(Line& line, const std::string& prefix, const openons::SendResult& result) {
  line.add(prefix + "messageId", result.message_id).add(prefix + "recallHandle", result.recall_handle);
}

openons::TransactionStatus to_decision(const std::string& answer) {
  return answer == "commit"     ? openons::TransactionStatus::commit
         : answer == "rollback" ? openons::TransactionStatus::rollback
                                : openons::TransactionStatus::unknown;
}

// ---- Clients --------------------------------------------------------------------------------------------------------

[[noreturn]] void unknown(const Fields& command) {
  throw std::invalid_argument("no such command for this client: " + command.get("do"));
}

/// A client of any kind, by what is done with it. What a kind cannot do is refused.
class AnyClient {
 public:
  virtual ~AnyClient() = default;
  virtual void run(const Fields& command, Line& reply) = 0;
};

template <class Client>
class ClientOf : public AnyClient {
 public:
  ClientOf(Conversation& conversation, std::string name, Client client)
      : conversation_(conversation), name_(std::move(name)), client_(std::move(client)) {}

  void run(const Fields& command, Line& reply) override {
    std::string verb = command.get("do");
    if (verb == "start") {
      client_.start();
    } else if (verb == "close") {
      client_.close();
    } else if (verb == "describe") {
      reply.add("text", client_.describe());
    } else if (verb == "credentials") {
      openons::Properties properties;
      for (const auto& property : command.below("property.")) {
        properties.set(property.first, property.second);
      }
      client_.update_credentials(properties);
    } else {
      more(verb, command, reply);
    }
  }

 protected:
  virtual void more(const std::string& verb, const Fields& command, Line& reply) = 0;

  template <class Messages>
  openons::ConsumeResult listen(const Messages& messages) {
    std::string answer = conversation_.ask("delivery", name_, [&](Line& line) { add_messages(line, messages); });
    return answer == "success" ? openons::ConsumeResult::success : openons::ConsumeResult::later;
  }

  Conversation& conversation_;
  std::string name_;
  Client client_;
};

class AnyProducer final : public ClientOf<openons::Producer> {
  using ClientOf::ClientOf;

  void more(const std::string& verb, const Fields& command, Line& reply) override {
    if (verb == "send") {
      add_result(reply, "", client_.send(to_message(command)));
    } else if (verb == "send-oneway") {
      client_.send_oneway(to_message(command));
    } else if (verb == "send-async") {
      send_async(command);
    } else if (verb == "send-batch") {
      send_batch(command, reply);
    } else if (verb == "recall") {
      reply.add("messageId", client_.recall(command.get("topic"), command.get("handle")));
    } else {
      unknown(command);
    }
  }

  void send_async(const Fields& command) {
    std::int64_t of = command.number("id");
    bool asks = !command.get("asks").empty();
    client_.send_async(to_message(command), [this, of, asks](const openons::SendOutcome& outcome) {
      conversation_.tell("sent", name_, asks, [&](Line& line) {
        line.add_number("of", of).add_truth("ok", static_cast<bool>(outcome));
        if (outcome) {
          add_result(line, "", outcome.value());
        } else {
          add_error(line, "", outcome.error());
        }
      });
    });
  }

  void send_batch(const Fields& command, Line& reply) {
    std::vector<openons::Message> messages;
    for (std::int64_t i = 0; i < command.number("count"); i++) {
      messages.push_back(to_message(command, std::to_string(i) + "."));
    }
    std::vector<openons::SendOutcome> outcomes = client_.send_batch(messages);
    reply.add_number("count", static_cast<std::int64_t>(outcomes.size()));
    for (std::size_t i = 0; i < outcomes.size(); i++) {
      std::string prefix = std::to_string(i) + ".";
      if (outcomes[i]) {
        add_result(reply, prefix, outcomes[i].value());
      } else {
        add_error(reply, prefix, outcomes[i].error());
      }
    }
  }
};

class AnyOrderProducer final : public ClientOf<openons::OrderProducer> {
  using ClientOf::ClientOf;

  void more(const std::string& verb, const Fields& command, Line& reply) override {
    if (verb != "send") {
      unknown(command);
    }
    add_result(reply, "", client_.send(to_message(command)));
  }
};

class AnyTransactionProducer final : public ClientOf<openons::TransactionProducer> {
  using ClientOf::ClientOf;

  void more(const std::string& verb, const Fields& command, Line& reply) override {
    if (verb != "send-transaction") {
      unknown(command);
    }
    std::string argument = command.get("argument");
    auto executer = [this, argument](const openons::MessageView& half) {
      return to_decision(conversation_.ask("execute", name_, [&](Line& line) {
        line.add("argument", argument).add_number("count", 1);
        add_message(line, 0, half);
      }));
    };
    add_result(reply, "", client_.send(to_message(command), executer));
  }
};

template <class Consumer>
class AnyConsumer final : public ClientOf<Consumer> {
  using ClientOf<Consumer>::ClientOf;

  void more(const std::string& verb, const Fields& command, Line&) override {
    std::string topic = command.get("topic");
    std::string expression = command.get("expression");
    if (verb == "subscribe") {
      openons::Filter filter = command.get("filter") == "sql" ? openons::Filter::sql(expression)
                                                              : openons::Filter(expression);
      subscribe(this->client_, topic, filter);
    } else if (verb == "unsubscribe") {
      this->client_.unsubscribe(topic);
    } else if (verb == "rate-limit") {
      limit(this->client_, topic, std::stod(command.get("perSecond")));
    } else {
      unknown(command);
    }
  }

  template <class Any>
  void subscribe(Any& consumer, const std::string& topic, const openons::Filter& filter) {
    consumer.subscribe(topic, filter, [this](const openons::MessageView& message) {
      return this->listen(std::vector<openons::MessageView>{message});
    });
  }

  void subscribe(openons::BatchConsumer& consumer, const std::string& topic, const openons::Filter& filter) {
    consumer.subscribe(topic, filter,
                       [this](const std::vector<openons::MessageView>& messages) { return this->listen(messages); });
  }

  template <class Any>
  static void limit(Any& consumer, const std::string& topic, double per_second) {
    consumer.rate_limit(topic, per_second);
  }

  static void limit(openons::BatchConsumer&, const std::string&, double) {
    throw std::invalid_argument("a batch consumer has no rate limit");
  }
};

class AnyPullConsumer final : public ClientOf<openons::PullConsumer> {
  using ClientOf::ClientOf;

  void more(const std::string& verb, const Fields& command, Line& reply) override {
    std::vector<openons::Partition> chosen;
    for (const std::string& name : command.lines("partitions")) {
      chosen.push_back(openons::Partition{command.get("topic"), name});
    }
    if (verb == "partitions") {
      std::string names;
      for (const openons::Partition& partition : client_.partitions(command.get("topic"))) {
        names += partition.name + "\n";
      }
      reply.add("partitions", names);
    } else if (verb == "assign") {
      client_.assign(chosen);
    } else if (verb == "pause") {
      client_.pause(chosen);
    } else if (verb == "resume") {
      client_.resume(chosen);
    } else if (verb == "poll") {
      add_messages(reply, client_.poll(openons::Milliseconds(command.number("timeoutMs"))));
    } else if (verb == "seek") {
      seek(chosen.at(0), command);
    } else if (verb == "commit") {
      client_.commit();
    } else if (verb == "committed") {
      reply.add_number("offset", client_.committed(chosen.at(0)));
    } else if (verb == "offset-for-time") {
      openons::TimePoint at{openons::Milliseconds(command.number("at"))};
      reply.add_number("offset", client_.offset_for_time(chosen.at(0), at));
    } else {
      unknown(command);
    }
  }

  void seek(const openons::Partition& partition, const Fields& command) {
    std::string to = command.get("to");
    if (to == "beginning") {
      client_.seek_to_beginning(partition);
    } else if (to == "end") {
      client_.seek_to_end(partition);
    } else {
      client_.seek(partition, command.number("to"));
    }
  }
};

// ---- The driver -----------------------------------------------------------------------------------------------------

class Driver {
 public:
  void run(const Fields& command, Line& reply) {
    std::string verb = command.get("do");
    if (verb == "hello") {
      reply.add("language", "cpp").add("face", "cpp").add("capabilities", capabilities);
    } else if (verb == "answer") {
      conversation_.answer(command);
    } else if (verb == "open") {
      clients_.add(command, open(command));
    } else {
      clients_.of(command)->run(command, reply);
    }
  }

  Conversation& conversation() { return conversation_; }

 private:
  std::shared_ptr<AnyClient> open(const Fields& command) {
    std::string kind = command.get("kind");
    std::string name = command.get("client");
    openons::Properties properties;
    for (const auto& property : command.below("property.")) {
      properties.set(property.first, property.second);
    }
    if (kind == "producer") {
      return made<AnyProducer>(name, openons::Producer::open(properties));
    } else if (kind == "ordered-producer") {
      return made<AnyOrderProducer>(name, openons::OrderProducer::open(properties));
    } else if (kind == "transaction-producer") {
      auto checker = [this, name](const openons::MessageView& half) {
        return to_decision(conversation_.ask("check", name, [&](Line& line) {
          line.add_number("count", 1);
          add_message(line, 0, half);
        }));
      };
      return made<AnyTransactionProducer>(name, openons::TransactionProducer::open(properties, checker));
    } else if (kind == "consumer") {
      return made<AnyConsumer<openons::Consumer>>(name, openons::Consumer::open(properties));
    } else if (kind == "ordered-consumer") {
      return made<AnyConsumer<openons::OrderConsumer>>(name, openons::OrderConsumer::open(properties));
    } else if (kind == "batch-consumer") {
      return made<AnyConsumer<openons::BatchConsumer>>(name, openons::BatchConsumer::open(properties));
    } else if (kind == "pull-consumer") {
      return made<AnyPullConsumer>(name, openons::PullConsumer::open(properties));
    }
    throw std::invalid_argument("there is no kind of clients '" + kind + "'");
  }

  template <class Any, class Client>
  std::shared_ptr<AnyClient> made(const std::string& name, Client client) {
    return std::make_shared<Any>(conversation_, name, std::move(client));
  }

  Conversation conversation_;
  conformance::Clients<AnyClient> clients_;
};

}  // namespace

int main() {
  Driver driver;
  conformance::converse(
      driver.conversation(), [&](const Fields& command, Line& reply) { driver.run(command, reply); },
      [](Line& reply) {
        try {
          throw;
        } catch (const openons::Error& error) {
          add_error(reply, "", error);
        }
      });
  openons::runtime::close();
  return 0;
}
