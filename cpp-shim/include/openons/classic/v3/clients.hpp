#ifndef OPENONS_CLASSIC_V3_CLIENTS_HPP
#define OPENONS_CLASSIC_V3_CLIENTS_HPP

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../consuming.hpp"
#include "../logger.hpp"
#include "../sending.hpp"
#include "LocalTransactionChecker.h"
#include "LocalTransactionExecutor.h"
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

  SendResultONS send(Message& message, std::error_code& error) noexcept override {
    if (message.content().body().empty()) {
      error = openons::Status::invalid;
      return SendResultONS();
    }
    openons::SendResult sent = client_.send(message.content(), error);
    message.setMsgID(sent.message_id);
    return SendResultONS(sent.message_id);
  }

  void sendAsync(Message& message, SendCallbackONS* callback) override {
    require(callback, "the callback of sendAsync", SEND_CALLBACK_IS_EMPTY);
    send_async<SendResultONS>(client_, message, callback, Refusal::told);
  }

  void sendOneway(Message& message) noexcept override {
    try {
      translated([&] { client_.send_oneway(sendable(message)); });
    } catch (const std::exception& error) {
      rocketmq::detail::process_logger().warn(std::string("a one-way message was not sent: ") + error.what());
    }
  }
};

using OrderProducerClient = OrderProducerOf<OrderProducer, Message, SendResultONS>;
using TransactionProducerClient = TransactionProducerOf<TransactionProducer, Message, const Message, SendResultONS,
                                                        LocalTransactionChecker, LocalTransactionExecutor>;
using PullConsumerClient = PullConsumerOf<PullConsumer, std::int64_t, MessageQueueONS, ONSPullStatus, PullResultONS,
                                          std::vector<Message>, &PullResultONS::message_list_>;

/// A push or an ordered consumer: subscriptions share the consumer's one listener, which must be there at the start.
template <class Interface, class Client, class Listener, class Context, class Answer, Answer good>
class SubscriberOf : public ClientOf<Interface, Client> {
 public:
  SubscriberOf(const openons::Properties& properties, std::map<std::string, std::uint32_t> rate_limits)
      : ClientOf<Interface, Client>(Client::open(properties)),
        rate_limits_(std::move(rate_limits)),
        listener_(std::make_shared<std::atomic<Listener*>>(nullptr)) {}

  void start() override {
    if (listener_->load() == nullptr) {
      throw ONSClientException("the consumer has no listener; call registerMessageListener before start",
                               MESSAGE_LISTENER_IS_EMPTY);
    }
    ClientOf<Interface, Client>::start();
  }

  using Interface::subscribe;
  void subscribe(const std::string& topic, const std::string& expression) override {
    std::shared_ptr<std::atomic<Listener*>> listener = listener_;
    translated([&] {
      this->client_.subscribe(topic, expression, [listener](const openons::MessageView& received) {
        return consume<const Message, Context>(*listener->load(), received, good);
      });
      auto limit = rate_limits_.find(topic);
      if (limit != rate_limits_.end()) {
        this->client_.rate_limit(topic, limit->second);
      }
    });
  }

  void registerMessageListener(Listener* listener) override {
    require(listener, "the listener of registerMessageListener", MESSAGE_LISTENER_IS_EMPTY);
    listener_->store(listener);
  }

 private:
  std::map<std::string, std::uint32_t> rate_limits_;
  std::shared_ptr<std::atomic<Listener*>> listener_;
};

class PushConsumerClient final : public SubscriberOf<PushConsumer, openons::Consumer, MessageListener, ConsumeContext,
                                                     Action, Action::CommitMessage> {
 public:
  using SubscriberOf::SubscriberOf;

  void withOffsetStore(std::unique_ptr<OffsetStore> store) override {
    require(store.get(), "the store of withOffsetStore");
    translated([&] { client_.set_offset_store(std::move(store)); });
  }
};

using OrderConsumerClient = SubscriberOf<OrderConsumer, openons::OrderConsumer, MessageOrderListener,
                                         const ConsumeOrderContext, OrderAction, Success>;

}  // namespace detail
ONS_NAMESPACE_END

#endif
