#ifndef OPENONS_MESSAGE_HPP
#define OPENONS_MESSAGE_HPP

#include <onsclient.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "properties.hpp"
#include "string_view.hpp"
#include "time.hpp"

namespace openons {

/// A message to send. Owns what it holds; a client keeps nothing of it after the call.
class Message {
 public:
  Message() = default;
  /// The body may hold any bytes.
  Message(std::string topic, std::string body) : topic_(std::move(topic)), body_(std::move(body)) {}

  const std::string& topic() const noexcept { return topic_; }
  const std::string& tag() const noexcept { return tag_; }
  const std::string& key() const noexcept { return key_; }
  const std::string& sharding_key() const noexcept { return sharding_key_; }
  const std::string& body() const noexcept { return body_; }
  std::string& body() noexcept { return body_; }
  const std::map<std::string, std::string>& properties() const noexcept { return properties_; }
  /// Milliseconds since 1970 UTC; 0: delivered at once.
  std::int64_t deliver_at_ms() const noexcept { return deliver_at_ms_; }

  Message& set_topic(std::string topic) { return topic_ = std::move(topic), *this; }
  /// At most one; subscriptions filter by it.
  Message& set_tag(std::string tag) { return tag_ = std::move(tag), *this; }
  /// Words separated by blanks, to find the message by.
  Message& set_key(std::string key) { return key_ = std::move(key), *this; }
  /// Messages with the same one stay in order; required by ordered producers.
  Message& set_sharding_key(std::string key) { return sharding_key_ = std::move(key), *this; }
  Message& set_body(std::string body) { return body_ = std::move(body), *this; }
  Message& set_body(const void* data, std::size_t size) { return body_ = StringView(data, size).str(), *this; }
  /// Sets a user property.
  Message& set_property(std::string key, std::string value) {
    return properties_[std::move(key)] = std::move(value), *this;
  }
  Message& set_properties(std::map<std::string, std::string> properties) {
    return properties_ = std::move(properties), *this;
  }
  /// Not delivered before this time; how far ahead it may be is the server's rule, 40 days for ours.
  Message& deliver_at(TimePoint time) { return set_deliver_at_ms(detail::to_ms(time)); }
  /// Not delivered before this much time has passed from now on.
  Message& deliver_after(Milliseconds delay) { return deliver_at(std::chrono::system_clock::now() + delay); }
  Message& set_deliver_at_ms(std::int64_t since_1970_ms) { return deliver_at_ms_ = since_1970_ms, *this; }

 private:
  std::string topic_;
  std::string tag_;
  std::string key_;
  std::string sharding_key_;
  std::string body_;
  std::map<std::string, std::string> properties_;
  std::int64_t deliver_at_ms_ = 0;
};

/// A received message. Borrowed: valid inside the listener only, or as long as the Messages that it is from.
class MessageView {
 public:
  explicit MessageView(const ons_message_t& message) noexcept : message_(&message) {}

  StringView topic() const noexcept { return message_->topic; }
  StringView tag() const noexcept { return message_->tag; }
  StringView key() const noexcept { return message_->key; }
  StringView sharding_key() const noexcept { return message_->sharding_key; }
  StringView body() const noexcept { return StringView(message_->body, message_->body_size); }
  /// The id that the sender was told.
  StringView message_id() const noexcept { return message_->message_id; }
  /// Where it was sent, as the sender said.
  StringView born_host() const noexcept { return message_->born_host; }
  /// The queue it came from, as PullConsumer names it; may be empty.
  StringView partition() const noexcept { return message_->partition; }
  /// When it was sent, by the sender's clock.
  TimePoint born_at() const { return detail::to_time_point(message_->born_at_ms); }
  /// When the server stored it; 1970 when not known.
  TimePoint stored_at() const { return detail::to_time_point(message_->stored_at_ms); }
  /// Not delivered before this time; 1970: at once.
  TimePoint deliver_at() const { return detail::to_time_point(message_->deliver_at_ms); }
  /// Its place in its queue.
  std::int64_t offset() const noexcept { return message_->offset; }
  /// How often it was delivered to this group before.
  int reconsume_times() const noexcept { return message_->reconsume_times; }

  /// A user property; empty when the message has none of this key.
  StringView property(StringView key) const noexcept {
    for (std::uint32_t i = 0; i < message_->property_count; i++) {
      if (StringView(message_->properties[i].key) == key) {
        return message_->properties[i].value;
      }
    }
    return StringView();
  }

  /// A copy of the user properties.
  std::map<std::string, std::string> properties() const {
    std::map<std::string, std::string> copy;
    for (std::uint32_t i = 0; i < message_->property_count; i++) {
      copy[StringView(message_->properties[i].key).str()] = StringView(message_->properties[i].value).str();
    }
    return copy;
  }

  /// A copy to keep, or to send on.
  Message to_message() const {
    Message copy(topic(), body());
    copy.set_tag(tag()).set_key(key()).set_sharding_key(sharding_key()).set_properties(properties());
    return copy.set_deliver_at_ms(message_->deliver_at_ms);
  }

  const ons_message_t& raw() const noexcept { return *message_; }

 private:
  const ons_message_t* message_;
};

namespace detail {

/// A message as the C interface takes it; borrows from the Message.
class RawMessage {
 public:
  explicit RawMessage(const Message& message) : properties_(to_raw(message.properties())) {
    message_.topic = StringView(message.topic()).raw();
    message_.tag = StringView(message.tag()).raw();
    message_.key = StringView(message.key()).raw();
    message_.sharding_key = StringView(message.sharding_key()).raw();
    message_.body = reinterpret_cast<const std::uint8_t*>(message.body().data());
    message_.body_size = message.body().size();
    message_.properties = properties_.data();
    message_.property_count = static_cast<std::uint32_t>(properties_.size());
    message_.deliver_at_ms = message.deliver_at_ms();
  }

  const ons_message_t* get() const noexcept { return &message_; }

 private:
  std::vector<ons_property_t> properties_;  // Moving a vector keeps its data in place, so a RawMessage can be moved.
  ons_message_t message_ = ONS_MESSAGE_INIT;
};

/// Views of `count` messages; the library's structure may be larger than the one of this header.
inline std::vector<MessageView> to_views(const ons_message_t* messages, std::size_t count) {
  std::vector<MessageView> views;
  views.reserve(count);
  auto at = reinterpret_cast<const char*>(messages);
  for (std::size_t i = 0; i < count; i++, at += messages->struct_size) {
    views.emplace_back(*reinterpret_cast<const ons_message_t*>(at));
  }
  return views;
}

}  // namespace detail
}  // namespace openons

#endif
