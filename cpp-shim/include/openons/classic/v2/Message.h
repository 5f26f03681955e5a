#ifndef OPENONS_CLASSIC_V2_MESSAGE_H
#define OPENONS_CLASSIC_V2_MESSAGE_H

#include <cstddef>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include "../received.hpp"
#include "../text.hpp"
#include "generation.hpp"

ONS_NAMESPACE_BEGIN

namespace detail {

// Static data members of a template may be defined in a header, in C++11, too.
template <class Unused>
struct SystemPropKeys {
  static const char* const TAG;
  static const char* const KEY;
  static const char* const MSGID;
  static const char* const SHARDINGKEY;
  static const char* const RECONSUMETIMES;
  static const char* const STARTDELIVERTIME;
};
template <class Unused> const char* const SystemPropKeys<Unused>::TAG = "__TAG";
template <class Unused> const char* const SystemPropKeys<Unused>::KEY = "__KEY";
template <class Unused> const char* const SystemPropKeys<Unused>::MSGID = "__MSGID";
template <class Unused> const char* const SystemPropKeys<Unused>::SHARDINGKEY = "__SHARDINGKEY";
template <class Unused> const char* const SystemPropKeys<Unused>::RECONSUMETIMES = "__RECONSUMETIMES";
template <class Unused> const char* const SystemPropKeys<Unused>::STARTDELIVERTIME = "__STARTDELIVERTIME";

}  // namespace detail

/// Names under which getSystemProperties shows what has its own getter, too.
class SystemPropKey : public detail::SystemPropKeys<void> {};

/// A message, to send or received. Owns what it holds; what a getter returns as const char* is valid until the message
/// is changed or gone. A null pointer as topic, body, key or value of a property throws ONSClientException, as any
/// other text it is "".
class Message {
  using Text = detail::Text;
  using Map = std::map<std::string, std::string>;

 public:
  Message() = default;
  Message(Text topic, Text body) { set(std::move(topic), std::move(body)); }
  Message(Text topic, Text tags, Text body) {
    set(std::move(topic), std::move(body));
    setTag(std::move(tags));
  }
  Message(Text topic, Text tags, Text keys, Text body) {
    set(std::move(topic), std::move(body));
    setTag(std::move(tags));
    setKey(std::move(keys));
  }
  /// With sizes, for texts that may hold NUL.
  Message(const char* topic, std::size_t topic_size, const char* tags, std::size_t tags_size, const char* body,
          std::size_t body_size)
      : Message(Text(topic, topic_size), Text(tags, tags_size), Text(body, body_size)) {}
  Message(const char* topic, std::size_t topic_size, const char* tags, std::size_t tags_size, const char* keys,
          std::size_t keys_size, const char* body, std::size_t body_size)
      : Message(Text(topic, topic_size), Text(tags, tags_size), Text(keys, keys_size), Text(body, body_size)) {}

  virtual ~Message() = default;
  Message(const Message&) = default;
  Message& operator=(const Message&) = default;

  /// Properties of the user, which travel with the message; "" when there is none of this key.
  void putUserProperties(Text key, Text value) {
    content_.set_property(std::move(key).required("the key of a user property"),
                          std::move(value).required("the value of a user property"));
  }
  const char* getUserProperties(Text key) const { return text_of(content_.properties(), std::move(key)); }
  void setUserProperties(const Map& properties) { content_.set_properties(properties); }
  Map getUserProperties() const { return content_.properties(); }

  /// What the SDK keeps of a message, by the names of SystemPropKey. Other keys stay in this object.
  void putSystemProperties(Text key, Text value) {
    std::string name = std::move(key).required("the key of a system property");
    std::string text = std::move(value).required("the value of a system property");
    if (name == SystemPropKey::TAG) {
      content_.set_tag(text);
    } else if (name == SystemPropKey::KEY) {
      content_.set_key(text);
    } else if (name == SystemPropKey::SHARDINGKEY) {
      content_.set_sharding_key(text);
    } else if (name == SystemPropKey::MSGID) {
      received_.message_id = text;
    } else if (name == SystemPropKey::RECONSUMETIMES) {
      received_.reconsume_times = static_cast<int>(number(name, text));
    } else if (name == SystemPropKey::STARTDELIVERTIME) {
      content_.set_deliver_at_ms(number(name, text));
    }
    system_properties_[std::move(name)] = std::move(text);
  }
  void setSystemProperties(const Map& properties) {
    for (const auto& property : properties) {
      putSystemProperties(property.first, property.second);
    }
  }
  const char* getSystemProperties(Text key) const { return text_of(system_properties_, std::move(key)); }
  Map getSystemProperties() const { return system_properties_; }

  const char* getTopic() const { return content_.topic().c_str(); }
  void setTopic(Text topic) { content_.set_topic(std::move(topic).or_empty()); }
  const char* getTag() const { return content_.tag().c_str(); }
  void setTag(Text tags) { putSystemProperties(SystemPropKey::TAG, std::move(tags).or_empty()); }
  /// Words separated by blanks, to find the message by.
  const char* getKey() const { return content_.key().c_str(); }
  void setKey(Text keys) { putSystemProperties(SystemPropKey::KEY, std::move(keys).or_empty()); }
  const char* getShardingKey() const { return content_.sharding_key().c_str(); }
  void setShardingKey(Text key) { putSystemProperties(SystemPropKey::SHARDINGKEY, std::move(key).or_empty()); }

  /// The id that the sender was told; empty before the message was sent.
  const char* getMsgID() const { return received_.message_id.c_str(); }
  void setMsgID(Text id) { putSystemProperties(SystemPropKey::MSGID, std::move(id).or_empty()); }

  /// Not delivered before this time, milliseconds since 1970 UTC; 0: at once.
  long long getStartDeliverTime() const { return content_.deliver_at_ms(); }
  void setStartDeliverTime(long long since_1970_ms) {
    putSystemProperties(SystemPropKey::STARTDELIVERTIME, std::to_string(since_1970_ms));
  }

  /// The body: any bytes; getBody shows those before the first NUL, the others all of them.
  const char* getBody() const { return content_.body().c_str(); }
  std::string getMsgBody() const { return content_.body(); }
  std::size_t getBodySize() const { return content_.body().size(); }
  /// The body's bytes, inside this message; `*size` is told how many. A null pointer gives a null pointer.
  const char* getByteBody(int* size) const {
    if (size == nullptr) {
      return nullptr;
    }
    *size = static_cast<int>(getBodySize());
    return content_.body().data();
  }
  void setMsgBody(Text body) { content_.set_body(std::move(body).or_empty()); }
  void setBody(Text body) { setMsgBody(std::move(body)); }
  void setBody(const unsigned char* body, int size) {
    if (size < 0) {
      throw ONSClientException("setBody: the size of the body is " + std::to_string(size) + "; it must be 0 or more");
    }
    content_.set_body(body, body == nullptr ? 0 : static_cast<std::size_t>(size));
  }

  /// How often the message was delivered to this group before.
  int getReconsumeTimes() const { return received_.reconsume_times; }
  void setReconsumeTimes(int times) { putSystemProperties(SystemPropKey::RECONSUMETIMES, std::to_string(times)); }
  /// When the server stored it, milliseconds since 1970 UTC; 0 when not known.
  long long getStoreTimestamp() const { return received_.stored_at_ms; }
  void setStoreTimestamp(long long since_1970_ms) { received_.stored_at_ms = since_1970_ms; }
  /// When it was sent, by the sender's clock, milliseconds since 1970 UTC.
  long long getBornTimestamp() const { return received_.born_at_ms; }
  /// Where it was sent, as the sender said.
  const char* getBornHost() const { return received_.born_host.c_str(); }
  /// Its place in its queue.
  long long getQueueOffset() const { return received_.offset; }
  void setQueueOffset(long long offset) { received_.offset = offset; }

  /// For people.
  std::string toString() const {
    return "Message[topic=" + content_.topic() + ", " + toSystemString() + ", " + toUserString() +
           ", body=" + std::to_string(getBodySize()) + " bytes]";
  }
  std::string toSystemString() const { return detail::to_text(system_properties_); }
  std::string toUserString() const { return detail::to_text(content_.properties()); }

  /// A copy of a received message.
  explicit Message(const openons::MessageView& received) : content_(received.to_message()), received_(received) {
    keep(SystemPropKey::TAG, content_.tag());
    keep(SystemPropKey::KEY, content_.key());
    keep(SystemPropKey::SHARDINGKEY, content_.sharding_key());
    keep(SystemPropKey::MSGID, received_.message_id);
    keep(SystemPropKey::RECONSUMETIMES, std::to_string(received_.reconsume_times));
    if (content_.deliver_at_ms() != 0) {
      keep(SystemPropKey::STARTDELIVERTIME, std::to_string(content_.deliver_at_ms()));
    }
  }

  /// The part of it that is sent.
  const openons::Message& content() const noexcept { return content_; }
  openons::Message& content() noexcept { return content_; }

 private:
  void set(Text topic, Text body) {
    content_.set_topic(std::move(topic).required("the topic of a message"));
    content_.set_body(std::move(body).required("the body of a message"));
  }

  void keep(const char* key, const std::string& value) {
    if (!value.empty()) {
      system_properties_[key] = value;
    }
  }

  static const char* text_of(const Map& properties, Text key) {
    if (key.is_null()) {
      return nullptr;
    }
    auto entry = properties.find(std::move(key).or_empty());
    return entry == properties.end() ? "" : entry->second.c_str();
  }

  static long long number(const std::string& key, const std::string& value) {
    std::istringstream text(value);
    long long result = 0;
    if (!(text >> result) || !text.eof()) {
      throw ONSClientException("system property " + key + " is '" + value + "'; it must be a whole number");
    }
    return result;
  }

  openons::Message content_;
  detail::Received received_;
  Map system_properties_;
};

ONS_NAMESPACE_END

#endif
