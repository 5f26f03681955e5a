#ifndef ONS_CLASSIC_CONSUMERCLIENTS_H
#define ONS_CLASSIC_CONSUMERCLIENTS_H

#include <atomic>
#include <map>
#include <memory>

#include "../consumer.hpp"
#include "../pull_consumer.hpp"
#include "OrderConsumer.h"
#include "ProducerClients.h"
#include "PullConsumer.h"
#include "PushConsumer.h"

namespace ons {
namespace detail {

inline openons::ConsumeResult consume(MessageListener& listener, const openons::MessageView& received) {
  Message message(received);
  ConsumeContext context;
  return listener.consume(message, context) == CommitMessage ? openons::ConsumeResult::success
                                                             : openons::ConsumeResult::later;
}

inline openons::ConsumeResult consume(MessageOrderListener& listener, const openons::MessageView& received) {
  Message message(received);
  ConsumeOrderContext context;
  return listener.consume(message, context) == Success ? openons::ConsumeResult::success
                                                       : openons::ConsumeResult::later;
}

/// Subscriptions of a push or an ordered consumer: with a listener each, or with the consumer's one.
template <class Interface, class Client, class Listener>
class SubscriberOf : public ClientOf<Interface, Client> {
 public:
  void start() override {
    if (needs_registered_ && registered_->load() == nullptr) {
      throw ONSClientException("a subscription has no listener; call registerMessageListener before start",
                               MESSAGE_LISTENER_IS_EMPTY);
    }
    ClientOf<Interface, Client>::start();
  }

  void subscribe(const std::string& topic, const std::string& expression, Listener* listener) override {
    require(listener, "the listener of a subscription", MESSAGE_LISTENER_IS_EMPTY);
    subscribe_with(topic, expression, [listener](const openons::MessageView& received) {
      return consume(*listener, received);
    });
  }

  void subscribe(const std::string& topic, const std::string& expression) override {
    needs_registered_ = true;
    std::shared_ptr<std::atomic<Listener*>> registered = registered_;
    subscribe_with(topic, expression, [registered](const openons::MessageView& received) {
      Listener* listener = registered->load();
      require(listener, "the consumer's listener", CONSUME_MESSAGE_LISTENER_IS_NULL);
      return consume(*listener, received);
    });
  }

  void registerMessageListener(Listener* listener) override {
    require(listener, "the listener of registerMessageListener", MESSAGE_LISTENER_IS_EMPTY);
    registered_->store(listener);
  }

 protected:
  SubscriberOf(Client client, std::map<std::string, double> rate_limits)
      : ClientOf<Interface, Client>(std::move(client)),
        rate_limits_(std::move(rate_limits)),
        registered_(std::make_shared<std::atomic<Listener*>>(nullptr)) {}

 private:
  void subscribe_with(const std::string& topic, const std::string& expression, openons::Listener listener) {
    translated([&] {
      this->client_.subscribe(topic, expression, std::move(listener));
      auto limit = rate_limits_.find(topic);
      if (limit != rate_limits_.end()) {
        this->client_.rate_limit(topic, limit->second);
      }
    });
  }

  std::map<std::string, double> rate_limits_;
  std::shared_ptr<std::atomic<Listener*>> registered_;
  std::atomic<bool> needs_registered_{false};
};

class PushConsumerClient final : public SubscriberOf<PushConsumer, openons::Consumer, MessageListener> {
 public:
  PushConsumerClient(const openons::Properties& properties, std::map<std::string, double> rate_limits)
      : SubscriberOf(openons::Consumer::open(properties), std::move(rate_limits)) {}

  void unsubscribe(const std::string& topic) override {
    translated([&] { client_.unsubscribe(topic); });
  }

  void withOffsetStore(std::unique_ptr<OffsetStore> store) override {
    require(store.get(), "the store of withOffsetStore");
    translated([&] { client_.set_offset_store(std::move(store)); });
  }
};

class OrderConsumerClient final : public SubscriberOf<OrderConsumer, openons::OrderConsumer, MessageOrderListener> {
 public:
  OrderConsumerClient(const openons::Properties& properties, std::map<std::string, double> rate_limits)
      : SubscriberOf(openons::OrderConsumer::open(properties), std::move(rate_limits)) {}
};

class PullConsumerClient final : public ClientOf<PullConsumer, openons::PullConsumer> {
 public:
  explicit PullConsumerClient(const openons::Properties& properties)
      : ClientOf(openons::PullConsumer::open(properties)) {}

  void fetchSubscribeMessageQueues(const std::string& topic, std::vector<MessageQueueONS>& queues) override {
    translated([&] {
      queues.clear();
      for (const openons::Partition& partition : client_.partitions(topic)) {
        queues.emplace_back(partition);
      }
    });
  }

  PullResultONS pull(const MessageQueueONS& queue, const std::string& expression, long long offset,
                     int max) override {
    if (max < 1) {
      throw ONSClientException("pull: maxNums is " + std::to_string(max) + "; it must be 1 to 1024", OTHER_ERROR);
    }
    try {
      return pulled(queue.partition(), expression, offset, static_cast<std::uint32_t>(max));
    } catch (const openons::TimeoutError&) {
      return PullResultONS(ONS_BROKER_TIMEOUT, offset, 0, 0);
    } catch (const openons::Error& error) {
      throw ONSClientException(error);
    }
  }

  long long searchOffset(const MessageQueueONS& queue, long long timestamp) override {
    return translated(
        [&] { return client_.offset_for_time(queue.partition(), openons::detail::to_time_point(timestamp)); });
  }
  long long maxOffset(const MessageQueueONS& queue) override {
    return translated([&] { return client_.offset_limits(queue.partition()).end; });
  }
  long long minOffset(const MessageQueueONS& queue) override {
    return translated([&] { return client_.offset_limits(queue.partition()).first; });
  }
  void updateConsumeOffset(const MessageQueueONS& queue, long long offset) override {
    translated([&] { client_.commit(queue.partition(), offset); });
  }
  void removeConsumeOffset(const MessageQueueONS&) override {}
  long long fetchConsumeOffset(const MessageQueueONS& queue, bool) override {
    return translated([&] { return client_.committed(queue.partition()); });
  }

 private:
  PullResultONS pulled(const openons::Partition& partition, const std::string& expression, long long offset,
                       std::uint32_t max) {
    openons::PullConsumer::OffsetLimits limits = client_.offset_limits(partition);
    if (offset < limits.first || offset > limits.end) {
      return PullResultONS(ONS_OFFSET_ILLEGAL, offset < limits.first ? limits.first : limits.end, limits.first,
                           limits.end);
    }
    if (offset == limits.end) {
      return PullResultONS(ONS_NO_NEW_MSG, offset, limits.first, limits.end);
    }
    std::int64_t next = offset;
    const openons::Milliseconds wait(1000);  // There are messages; it is for those that the expression leaves out.
    openons::Messages messages = client_.fetch(partition, expression, offset, max, wait, next);
    PullResultONS result(messages.empty() ? ONS_NO_MATCHED_MSG : ONS_FOUND, next, limits.first, limits.end);
    for (const openons::MessageView& message : messages) {
      result.msgFoundList.emplace_back(message);
    }
    return result;
  }
};

}  // namespace detail
}  // namespace ons

#endif
