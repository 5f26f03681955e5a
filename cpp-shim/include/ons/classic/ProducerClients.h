#ifndef ONS_CLASSIC_PRODUCERCLIENTS_H
#define ONS_CLASSIC_PRODUCERCLIENTS_H

#include "../producer.hpp"
#include "../transaction_producer.hpp"
#include "LocalTransactionChecker.h"
#include "OrderProducer.h"
#include "Producer.h"
#include "TransactionProducer.h"

namespace ons {
namespace detail {

/// A classic client by a modern one, which its destructor closes.
template <class Interface, class Client>
class ClientOf : public Interface {
 public:
  void start() override {
    translated([&] { client_.start(); });
  }
  void shutdown() override {
    translated([&] { client_.close(); });
  }

 protected:
  explicit ClientOf(Client client) : client_(std::move(client)) {}

  Client client_;
};

inline const openons::Message& sendable(const Message& message) {
  if (message.getBodySize() == 0) {
    throw ONSClientException("a message for topic " + message.getTopic() + " has an empty body; give it one",
                             MESSAGE_BODY_EMPTY);
  }
  return message.content();
}

inline SendResultONS to_classic(const openons::SendResult& sent) {
  SendResultONS result;
  result.setMessageId(sent.message_id);
  return result;
}

/// Sends by `call`; the message learns its id.
template <class Call>
SendResultONS send(Message& message, Call call) {
  return translated([&] {
    openons::SendResult sent = call(sendable(message));
    message.setMsgID(sent.message_id);
    return to_classic(sent);
  });
}

class ProducerClient final : public ClientOf<Producer, openons::Producer> {
 public:
  explicit ProducerClient(const openons::Properties& properties) : ClientOf(openons::Producer::open(properties)) {}

  SendResultONS send(Message& message) override {
    return detail::send(message, [&](const openons::Message& content) { return client_.send(content); });
  }

  SendResultONS send(Message& message, std::error_code& error) noexcept override {
    if (message.getBodySize() == 0) {
      error = openons::Status::invalid;
      return SendResultONS();
    }
    openons::SendResult sent = client_.send(message.content(), error);
    message.setMsgID(sent.message_id);
    return to_classic(sent);
  }

  SendResultONS send(Message& message, const MessageQueueONS& queue) override {
    throw ONSClientException("a message for topic " + message.getTopic() + " cannot be sent to queue " +
                                 std::to_string(queue.getQueueId()) + ": the server chooses; to keep messages" +
                                 " together send them by an OrderProducer with a sharding key",
                             static_cast<int>(openons::Status::unsupported));
  }

  void sendAsync(Message& message, SendCallbackONS* callback) override {
    require(callback, "the callback of sendAsync", SEND_CALLBACK_IS_EMPTY);
    translated([&] {
      client_.send_async(sendable(message), [callback](const openons::SendOutcome& outcome) {
        if (outcome) {
          SendResultONS result = to_classic(outcome.value());
          callback->onSuccess(result);
        } else {
          ONSClientException error(outcome.error());
          callback->onException(error);
        }
      });
    });
  }

  void sendOneway(Message& message) override {
    translated([&] { client_.send_oneway(sendable(message)); });
  }
};

class OrderProducerClient final : public ClientOf<OrderProducer, openons::OrderProducer> {
 public:
  explicit OrderProducerClient(const openons::Properties& properties)
      : ClientOf(openons::OrderProducer::open(properties)) {}

  SendResultONS send(Message& message, std::string shardingKey) override {
    message.setShardingKey(shardingKey);
    return detail::send(message, [&](const openons::Message& content) { return client_.send(content); });
  }
};

inline openons::TransactionStatus to_modern(TransactionStatus status) {
  switch (status) {
    case CommitTransaction: return openons::TransactionStatus::commit;
    case RollbackTransaction: return openons::TransactionStatus::rollback;
    default: return openons::TransactionStatus::unknown;
  }
}

class TransactionProducerClient final : public ClientOf<TransactionProducer, openons::TransactionProducer> {
 public:
  TransactionProducerClient(const openons::Properties& properties, LocalTransactionChecker* checker)
      : ClientOf(openons::TransactionProducer::open(properties, [checker](const openons::MessageView& half) {
          Message message(half);
          return to_modern(checker->check(message));
        })) {}

  SendResultONS send(Message& message, LocalTransactionExecuter* executer) override {
    require(executer, "the executer of a transaction");
    return detail::send(message, [&](const openons::Message& content) {
      return client_.send(content, [&](const openons::MessageView& half) {
        message.setMsgID(half.message_id());
        return to_modern(executer->execute(message));
      });
    });
  }
};

}  // namespace detail
}  // namespace ons

#endif
