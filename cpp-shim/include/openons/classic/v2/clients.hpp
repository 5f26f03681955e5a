#ifndef OPENONS_CLASSIC_V2_CLIENTS_HPP
#define OPENONS_CLASSIC_V2_CLIENTS_HPP

#include <string>
#include <vector>

#include "../consuming.hpp"
#include "../sending.hpp"
#include "../text.hpp"
#include "LocalTransactionChecker.h"
#include "OrderConsumer.h"
#include "OrderProducer.h"
#include "Producer.h"
#include "PullConsumer.h"
#include "PushConsumer.h"
#include "TransactionProducer.h"

ONS_NAMESPACE_BEGIN
namespace detail {

class ProducerClient final : public ClientOf<Producer, openons::Producer> {
 public:
  explicit ProducerClient(const openons::Properties& properties) : ClientOf(openons::Producer::open(properties)) {}

  SendResultONS send(Message& message) override {
    return detail::send<SendResultONS>(message, [&](const openons::Message& content) { return client_.send(content); });
  }

  SendResultONS send(Message& message, const MessageQueueONS& queue) override {
    throw ONSClientException(std::string("a message for topic ") + message.getTopic() + " cannot be sent to queue " +
                                 std::to_string(queue.getQueueId()) + ": the server chooses; to keep messages" +
                                 " together send them by an OrderProducer with a sharding key",
                             static_cast<int>(openons::Status::unsupported));
  }

  void sendAsync(Message& message, SendCallbackONS* callback) override {
    require(callback, "the callback of sendAsync", SEND_CALLBACK_IS_EMPTY);
    send_async<SendResultONS>(client_, message, callback, Refusal::thrown);
  }

  void sendOneway(Message& message) override {
    translated([&] { client_.send_oneway(sendable(message)); });
  }
};

using OrderProducerClient = OrderProducerOf<OrderProducer, Message, SendResultONS>;
using TransactionProducerClient = TransactionProducerOf<TransactionProducer, Message, Message, SendResultONS,
                                                        LocalTransactionChecker, LocalTransactionExecuter>;
using PullConsumerClient = PullConsumerOf<PullConsumer, long long, MessageQueueONS, ONSPullStatus, PullResultONS,
                                          std::vector<Message>, &PullResultONS::msgFoundList>;

/// Subscribes a classic listener; `good` is its answer for a handled message.
template <class Context, class Client, class Listener, class Answer>
void subscribe(Client& client, const char* topic, const char* expression, Listener* listener, Answer good) {
  std::string of = Text(topic).required("the topic of a subscription");
  std::string filter = Text(expression).required("the expression of a subscription");
  require(listener, "the listener of a subscription", MESSAGE_LISTENER_IS_EMPTY);
  translated([&] {
    client.subscribe(of, filter, [listener, good](const openons::MessageView& received) {
      return consume<Message, Context>(*listener, received, good);
    });
  });
}

class PushConsumerClient final : public ClientOf<PushConsumer, openons::Consumer> {
 public:
  explicit PushConsumerClient(const openons::Properties& properties) : ClientOf(openons::Consumer::open(properties)) {}

  using PushConsumer::subscribe;
  void subscribe(const char* topic, const char* subExpression, MessageListener* listener) override {
    detail::subscribe<ConsumeContext>(client_, topic, subExpression, listener, CommitMessage);
  }
  void unsubscribe(const std::string& topic) override {
    translated([&] { client_.unsubscribe(topic); });
  }
};

class OrderConsumerClient final : public ClientOf<OrderConsumer, openons::OrderConsumer> {
 public:
  explicit OrderConsumerClient(const openons::Properties& properties)
      : ClientOf(openons::OrderConsumer::open(properties)) {}

  using OrderConsumer::subscribe;
  void subscribe(const char* topic, const char* subExpression, MessageOrderListener* listener) override {
    detail::subscribe<ConsumeOrderContext>(client_, topic, subExpression, listener, Success);
  }
};

}  // namespace detail
ONS_NAMESPACE_END

#endif
