#ifndef OPENONS_CLASSIC_SENDING_HPP
#define OPENONS_CLASSIC_SENDING_HPP

#include <string>
#include <utility>

#include "ONSClientException.h"

ONS_NAMESPACE_BEGIN
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

template <class Message>
const openons::Message& sendable(const Message& message) {
  if (message.content().body().empty()) {
    throw ONSClientException("a message for topic " + message.content().topic() + " has an empty body; give it one",
                             MESSAGE_BODY_EMPTY);
  }
  return message.content();
}

/// Sends by `call`; the message learns its id.
template <class Result, class Message, class Call>
Result send(Message& message, Call call) {
  return translated([&] {
    openons::SendResult sent = call(sendable(message));
    message.setMsgID(sent.message_id);
    return Result(sent.message_id);
  });
}

/// Whether an error is about the client rather than about one message: not started, closed, or a broken process.
inline bool is_about_client(const openons::Error& error) {
  return error.is_closed() || error.is_fatal() || error.status() == openons::Status::state;
}

/// How a producer that cannot send at all answers an asynchronous send.
enum class Refusal { thrown, told };

/// Sends a message and returns at once. Why a message was refused is told to `callback`, on this thread.
template <class Result, class Message, class Callback>
void send_async(openons::Producer& producer, const Message& message, Callback* callback, Refusal of_client) {
  ONSClientException refused;
  try {
    producer.send_async(sendable(message), [callback](const openons::SendOutcome& outcome) {
      if (outcome) {
        Result result(outcome.value().message_id);
        callback->onSuccess(result);
      } else {
        ONSClientException error(outcome.error());
        callback->onException(error);
      }
    });
    return;
  } catch (const openons::Error& error) {
    refused = ONSClientException(error);
    if (of_client == Refusal::thrown && is_about_client(error)) {
      throw refused;
    }
  } catch (const ONSClientException& error) {
    refused = error;
  }
  callback->onException(refused);
}

/// An order producer of either generation.
template <class Interface, class Message, class Result>
class OrderProducerOf final : public ClientOf<Interface, openons::OrderProducer> {
 public:
  explicit OrderProducerOf(const openons::Properties& properties)
      : ClientOf<Interface, openons::OrderProducer>(openons::OrderProducer::open(properties)) {}

  Result send(Message& message, std::string shardingKey) override {
    message.content().set_sharding_key(std::move(shardingKey));
    return detail::send<Result>(message, [&](const openons::Message& content) { return this->client_.send(content); });
  }
};

/// The numbers of TransactionStatus: commit, rollback, unknown.
template <class Status>
openons::TransactionStatus to_modern(Status status) {
  switch (static_cast<int>(status)) {
    case 0: return openons::TransactionStatus::commit;
    case 1: return openons::TransactionStatus::rollback;
    default: return openons::TransactionStatus::unknown;
  }
}

/// A transaction producer of either generation; Half is Message, const where its checkers and executers take it so.
template <class Interface, class Message, class Half, class Result, class Checker, class Executer>
class TransactionProducerOf final : public ClientOf<Interface, openons::TransactionProducer> {
 public:
  TransactionProducerOf(const openons::Properties& properties, Checker* checker)
      : ClientOf<Interface, openons::TransactionProducer>(
            openons::TransactionProducer::open(properties, [checker](const openons::MessageView& half) {
              Half message(half);
              return to_modern(checker->check(message));
            })) {}

  Result send(Message& message, Executer* executer) override {
    require(executer, "the executer of a transaction");
    return detail::send<Result>(message, [&](const openons::Message& content) {
      return this->client_.send(content, [&](const openons::MessageView& half) {
        message.setMsgID(half.message_id().str());
        return to_modern(executer->execute(static_cast<Half&>(message)));
      });
    });
  }
};

}  // namespace detail
ONS_NAMESPACE_END

#endif
