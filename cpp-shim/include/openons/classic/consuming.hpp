#ifndef OPENONS_CLASSIC_CONSUMING_HPP
#define OPENONS_CLASSIC_CONSUMING_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "sending.hpp"

ONS_NAMESPACE_BEGIN
namespace detail {

/// A modern listener that gives a received message to a classic one; `good` is its answer for a handled message.
template <class Message, class Context, class Listener, class Answer>
openons::ConsumeResult consume(Listener& listener, const openons::MessageView& received, Answer good) {
  Message message(received);
  Context context{};
  return listener.consume(message, context) == good ? openons::ConsumeResult::success : openons::ConsumeResult::later;
}

/// A pull consumer of either generation; they differ in the type of offsets and in the list of a result.
template <class Interface, class Offset, class Queue, class Status, class Result, class List, List Result::*list>
class PullConsumerOf final : public ClientOf<Interface, openons::PullConsumer> {
 public:
  explicit PullConsumerOf(const openons::Properties& properties)
      : ClientOf<Interface, openons::PullConsumer>(openons::PullConsumer::open(properties)) {}

  void fetchSubscribeMessageQueues(const std::string& topic, std::vector<Queue>& queues) override {
    translated([&] {
      queues.clear();
      for (const openons::Partition& partition : this->client_.partitions(topic)) {
        queues.emplace_back(partition);
      }
    });
  }

  Result pull(const Queue& queue, const std::string& expression, Offset offset, int max) override {
    if (max < 1) {
      throw ONSClientException("pull: maxNums is " + std::to_string(max) + "; it must be 1 to 1024");
    }
    try {
      return pulled(queue.partition(), expression, offset, static_cast<std::uint32_t>(max));
    } catch (const openons::TimeoutError&) {
      return result(Outcome::timeout, offset, {0, 0});
    } catch (const openons::Error& error) {
      throw ONSClientException(error);
    }
  }

  Offset searchOffset(const Queue& queue, long long timestamp) override {
    return translated([&]() -> Offset {
      return this->client_.offset_for_time(queue.partition(), openons::detail::to_time_point(timestamp));
    });
  }
  Offset maxOffset(const Queue& queue) override {
    return translated([&]() -> Offset { return this->client_.offset_limits(queue.partition()).end; });
  }
  Offset minOffset(const Queue& queue) override {
    return translated([&]() -> Offset { return this->client_.offset_limits(queue.partition()).first; });
  }
  void updateConsumeOffset(const Queue& queue, Offset offset) override {
    translated([&] { this->client_.commit(queue.partition(), offset); });
  }
  void removeConsumeOffset(const Queue&) override {}
  Offset fetchConsumeOffset(const Queue& queue, bool) override {
    return translated([&]() -> Offset { return this->client_.committed(queue.partition()); });
  }
  void persistConsumerOffset4PullConsumer(const Queue&) override {}

 private:
  using Limits = openons::PullConsumer::OffsetLimits;
  /// The numbers of ONSPullStatus.
  enum class Outcome { found, nothing_new, nothing_matches, illegal_offset, timeout };

  static Result result(Outcome outcome, std::int64_t next, const Limits& limits) {
    return Result(static_cast<Status>(outcome), next, limits.first, limits.end);
  }

  Result pulled(const openons::Partition& partition, const std::string& expression, std::int64_t offset,
                std::uint32_t max) {
    Limits limits = this->client_.offset_limits(partition);
    if (offset < limits.first || offset > limits.end) {
      return result(Outcome::illegal_offset, offset < limits.first ? limits.first : limits.end, limits);
    }
    if (offset == limits.end) {
      return result(Outcome::nothing_new, offset, limits);
    }
    std::int64_t next = offset;
    const openons::Milliseconds wait(1000);  // There are messages; it is for those that the expression leaves out.
    openons::Messages messages = this->client_.fetch(partition, expression, offset, max, wait, next);
    Result found = result(messages.empty() ? Outcome::nothing_matches : Outcome::found, next, limits);
    for (const openons::MessageView& message : messages) {
      (found.*list).emplace_back(message);
    }
    return found;
  }
};

}  // namespace detail
ONS_NAMESPACE_END

#endif
