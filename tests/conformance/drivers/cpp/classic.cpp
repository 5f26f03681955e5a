// The conformance driver in C++ over the classic headers: ONSFactory and what it makes.
#include "ONSFactory.h"

#include <functional>
#include <memory>
#include <stdexcept>

#include "clients.hpp"
#include "conversation.hpp"

namespace {

using conformance::Conversation;
using conformance::Fields;
using conformance::Line;

const char capabilities[] =
    "producer ordered-producer transaction-producer consumer ordered-consumer send send-async send-oneway "
    "send-transaction subscribe unsubscribe pull-consumer throw throw-any inside born-host";

// ---- Values ---------------------------------------------------------------------------------------------------------

ons::Message to_message(const Fields& command) {
  ons::Message message(command.get("topic"), command.get("tag"), command.get("key"), command.bytes("body"));
  message.setShardingKey(command.get("shardingKey"));
  message.setUserProperties(command.below("user."));
  message.setStartDeliverTime(static_cast<long long>(command.number("deliverAt")));
  return message;
}

void add_message(Line& line, ons::Message& message) {
  line.add_number("count", 1).add("0.topic", message.getTopic()).add("0.tag", message.getTag());
  line.add("0.key", message.getKey()).add("0.shardingKey", message.getShardingKey());
  line.add_bytes("0.body", message.getMsgBody()).add("0.messageId", message.getMsgID());
  line.add_number("0.reconsumeTimes", message.getReconsumeTimes()).add_number("0.offset", message.getQueueOffset());
  line.add_number("0.bornAt", message.getBornTimestamp()).add("0.bornHost", message.getBornHost());
  for (const auto& property : message.getUserProperties()) {
    line.add("0.user." + property.first, property.second);
  }
}

/// These exceptions have a number and a text, no name and no class.
void add_error(Line& line, const ons::ONSClientException& error) {
  line.add_number("code", error.GetError()).add("message", error.GetMsg());
}

ons::TransactionStatus to_decision(const std::string& answer) {
  return answer == "commit"     ? ons::CommitTransaction
         : answer == "rollback" ? ons::RollbackTransaction
                                : ons::Unknow;
}

// ---- Callbacks: each tells the runner what it was given -----------------------------------------------------------

class Listener final : public ons::MessageListener, public ons::MessageOrderListener {
 public:
  Listener(Conversation& conversation, std::string client)
      : conversation_(conversation), client_(std::move(client)) {}

  ons::Action consume(ons::Message& message, ons::ConsumeContext&) override {
    return ask(message) == "success" ? ons::CommitMessage : ons::ReconsumeLater;
  }
  ons::OrderAction consume(ons::Message& message, ons::ConsumeOrderContext&) override {
    return ask(message) == "success" ? ons::Success : ons::Suspend;
  }

 private:
  std::string ask(ons::Message& message) {
    return conversation_.ask("delivery", client_, [&](Line& line) { add_message(line, message); });
  }

  Conversation& conversation_;
  std::string client_;
};

class Transactions final : public ons::LocalTransactionChecker, public ons::LocalTransactionExecuter {
 public:
  Transactions(Conversation& conversation, std::string client, std::string argument = "")
      : conversation_(conversation), client_(std::move(client)), argument_(std::move(argument)) {}

  ons::TransactionStatus check(ons::Message& half) override { return ask("check", half); }
  ons::TransactionStatus execute(ons::Message& half) override { return ask("execute", half); }

 private:
  ons::TransactionStatus ask(const std::string& event, ons::Message& half) {
    return to_decision(conversation_.ask(event, client_, [&](Line& line) {
      line.add("argument", argument_);
      add_message(line, half);
    }));
  }

  Conversation& conversation_;
  std::string client_;
  std::string argument_;
};

/// Deletes itself when the one outcome has come.
class Outcome final : public ons::SendCallbackONS {
 public:
  Outcome(Conversation& conversation, const Fields& command)
      : conversation_(conversation),
        client_(command.get("client")),
        of_(command.number("id")),
        asks_(!command.get("asks").empty()) {}

  void onSuccess(ons::SendResultONS& result) override {
    tell(true, [&](Line& line) { line.add("messageId", result.getMessageId()); });
  }
  void onException(ons::ONSClientException& error) override {
    tell(false, [&](Line& line) { add_error(line, error); });
  }

 private:
  void tell(bool good, const std::function<void(Line&)>& describe) {
    std::unique_ptr<Outcome> self(this);
    conversation_.tell("sent", client_, asks_, [&](Line& line) {
      line.add_number("of", of_).add_truth("ok", good);
      describe(line);
    });
  }

  Conversation& conversation_;
  std::string client_;
  std::int64_t of_;
  bool asks_;
};

// ---- Clients --------------------------------------------------------------------------------------------------------

/// One of these is there, according to the kind.
struct Opened {
  std::unique_ptr<Listener> listener;
  std::unique_ptr<Transactions> checker;
  std::unique_ptr<ons::Producer> producer;
  std::unique_ptr<ons::OrderProducer> order_producer;
  std::unique_ptr<ons::TransactionProducer> transaction_producer;
  std::unique_ptr<ons::PushConsumer> consumer;
  std::unique_ptr<ons::OrderConsumer> order_consumer;
  std::unique_ptr<ons::PullConsumer> pull_consumer;

  template <class Call>
  void each(Call call) {
    auto apply = [&](auto& client) {
      if (client) {
        call(*client);
      }
    };
    apply(producer);
    apply(order_producer);
    apply(transaction_producer);
    apply(consumer);
    apply(order_consumer);
    apply(pull_consumer);
  }
};

class Driver {
 public:
  void run(const Fields& command, Line& reply) {
    std::string verb = command.get("do");
    if (verb == "hello") {
      reply.add("language", "cpp").add("face", "cpp-classic").add("capabilities", capabilities);
    } else if (verb == "answer") {
      conversation_.answer(command);
    } else if (verb == "open") {
      clients_.add(command, open(command));
    } else {
      use(verb, *clients_.of(command), command, reply);
    }
  }

  Conversation& conversation() { return conversation_; }

 private:
  std::shared_ptr<Opened> open(const Fields& command) {
    std::string kind = command.get("kind");
    std::string name = command.get("client");
    ons::ONSFactoryProperty property;
    for (const auto& entry : command.below("property.")) {
      bool group = entry.first == "GROUP_ID";
      property.setFactoryProperty(group ? ons::ONSFactoryProperty::GroupId : entry.first.c_str(),
                                  entry.second.c_str());
    }
    ons::ONSFactoryAPI* factory = ons::ONSFactory::getInstance();
    auto client = std::make_shared<Opened>();
    client->listener = std::make_unique<Listener>(conversation_, name);
    client->checker = std::make_unique<Transactions>(conversation_, name);
    if (kind == "producer") {
      client->producer.reset(factory->createProducer(property));
    } else if (kind == "ordered-producer") {
      client->order_producer.reset(factory->createOrderProducer(property));
    } else if (kind == "transaction-producer") {
      client->transaction_producer.reset(factory->createTransactionProducer(property, client->checker.get()));
    } else if (kind == "consumer") {
      client->consumer.reset(factory->createPushConsumer(property));
    } else if (kind == "ordered-consumer") {
      client->order_consumer.reset(factory->createOrderConsumer(property));
    } else if (kind == "pull-consumer") {
      client->pull_consumer.reset(factory->createPullConsumer(property));
    } else {
      throw std::invalid_argument("there is no kind of clients '" + kind + "'");
    }
    return client;
  }

  void use(const std::string& verb, Opened& client, const Fields& command, Line& reply) {
    if (verb == "start") {
      client.each([](auto& any) { any.start(); });
    } else if (verb == "close") {
      client.each([](auto& any) { any.shutdown(); });
    } else if (verb == "subscribe") {
      subscribe(client, command);
    } else if (verb == "unsubscribe") {
      client.consumer->unsubscribe(command.get("topic"));
    } else if (verb == "partitions" || verb == "committed" || verb == "offset-for-time") {
      pull(verb, client, command, reply);
    } else {
      send(verb, client, command, reply);
    }
  }

  static void subscribe(Opened& client, const Fields& command) {
    if (client.consumer) {
      client.consumer->subscribe(command.get("topic"), command.get("expression"), client.listener.get());
    } else {
      client.order_consumer->subscribe(command.get("topic"), command.get("expression"), client.listener.get());
    }
  }

  void send(const std::string& verb, Opened& client, const Fields& command, Line& reply) {
    ons::Message message = to_message(command);
    if (verb == "send" && client.order_producer) {
      reply.add("messageId", client.order_producer->send(message, command.get("shardingKey")).getMessageId());
    } else if (verb == "send") {
      reply.add("messageId", client.producer->send(message).getMessageId());
    } else if (verb == "send-oneway") {
      client.producer->sendOneway(message);
    } else if (verb == "send-async") {
      auto outcome = std::make_unique<Outcome>(conversation_, command);
      client.producer->sendAsync(message, outcome.get());
      static_cast<void>(outcome.release());
    } else if (verb == "send-transaction") {
      Transactions executer(conversation_, command.get("client"), command.get("argument"));
      reply.add("messageId", client.transaction_producer->send(message, &executer).getMessageId());
    } else {
      throw std::invalid_argument("no such command: " + verb);
    }
  }

  static void pull(const std::string& verb, Opened& client, const Fields& command, Line& reply) {
    if (verb == "partitions") {
      std::vector<ons::MessageQueueONS> queues;
      client.pull_consumer->fetchSubscribeMessageQueues(command.get("topic"), queues);
      std::string names;
      for (const ons::MessageQueueONS& queue : queues) {
        names += queue.partition().name + "\n";
      }
      reply.add("partitions", names);
      return;
    }
    ons::MessageQueueONS queue(openons::Partition{command.get("topic"), command.lines("partitions").at(0)});
    reply.add_number("offset", verb == "committed" ? client.pull_consumer->fetchConsumeOffset(queue, true)
                                                   : client.pull_consumer->searchOffset(queue, command.number("at")));
  }

  Conversation conversation_;
  conformance::Clients<Opened> clients_;
};

}  // namespace

int main() {
  Driver driver;
  conformance::converse(
      driver.conversation(), [&](const Fields& command, Line& reply) { driver.run(command, reply); },
      [](Line& reply) {
        try {
          throw;
        } catch (const ons::ONSClientException& error) {
          add_error(reply, error);
        }
      });
  openons::runtime::close();
  return 0;
}
