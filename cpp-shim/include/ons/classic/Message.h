#ifndef ONS_CLASSIC_MESSAGE_H
#define ONS_CLASSIC_MESSAGE_H

#include <cstddef>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include "../message.hpp"
#include "ONSClientException.h"

namespace ons {

namespace detail {

template <class Unused>
struct SystemPropKeys {
  static const char* const TAG;
  static const char* const KEY;
  static const char* const MSGID;
  static const char* const SHARDINGKEY;
  static const char* const RECONSUMETIMES;
  static const char* const BORNTIMESTAMP;
  static const char* const BORNHOST;
  static const char* const STARTDELIVERTIME;
};

// Static data members of a template may be defined in a header, in C++11, too.
template <class Unused> const char* const SystemPropKeys<Unused>::TAG = "__TAG";
template <class Unused> const char* const SystemPropKeys<Unused>::KEY = "__KEY";
template <class Unused> const char* const SystemPropKeys<Unused>::MSGID = "__MSGID";
template <class Unused> const char* const SystemPropKeys<Unused>::SHARDINGKEY = "__SHARDINGKEY";
template <class Unused> const char* const SystemPropKeys<Unused>::RECONSUMETIMES = "__RECONSUMETIMES";
template <class Unused> const char* const SystemPropKeys<Unused>::BORNTIMESTAMP = "__BORNTIMESTAMP";
template <class Unused> const char* const SystemPropKeys<Unused>::BORNHOST = "__BORNHOST";
template <class Unused> const char* const SystemPropKeys<Unused>::STARTDELIVERTIME = "__STARTDELIVERTIME";

}  // namespace detail

/// Names under which getSystemProperties shows what has its own getter, too.
class SystemPropKey : public detail::SystemPropKeys<void> {};

/// A message, to send or received. Owns what it holds.
class Message {
 public:
  Message() = default;
  Message(const std::string& topic, const std::string& body) : content_(topic, body) {}
  Message(const std::string& topic, const std::string& tags, const std::string& body) : Message(topic, body) {
    setTag(tags);
  }
  Message(const std::string& topic, const std::string& tags, const std::string& keys, const std::string& body)
      : Message(topic, tags, body) {
    setKey(keys);
  }
  /// With sizes, for texts that may hold NUL.
  Message(const char* topic, std::size_t topic_size, const char* tags, std::size_t tags_size, const char* body,
          std::size_t body_size)
      : Message(std::string(topic, topic_size), std::string(tags, tags_size), std::string(body, body_size)) {}
  Message(const char* topic, std::size_t topic_size, const char* tags, std::size_t tags_size, const char* keys,
          std::size_t keys_size, const char* body, std::size_t body_size)
      : Message(topic, topic_size, tags, tags_size, body, body_size) {
    setKey(std::string(keys, keys_size));
  }

  virtual ~Message() = default;
  Message(const Message&) = default;
  Message& operator=(const Message&) = default;

  /// Properties of the user, which travel with the message.
  void putUserProperties(const std::string& key, const std::string& value) { content_.set_property(key, value); }
  void putUserProperty(const std::string& key, const std::string& value) { content_.set_property(key, value); }
  void setUserProperties(const std::map<std::string, std::string>& properties) { content_.set_properties(properties); }
  std::string getUserProperties(const std::string& key) const {
    auto entry = content_.properties().find(key);
    return entry == content_.properties().end() ? std::string() : entry->second;
  }
  std::string getUserProperty(const std::string& key) const { return getUserProperties(key); }
  const std::map<std::string, std::string>& getUserProperties() const { return content_.properties(); }

  /// What the SDK keeps of a message, by the names of SystemPropKey. Other keys stay in this object.
  void putSystemProperties(const std::string& key, const std::string& value) {
    if (key == SystemPropKey::TAG) {
      setTag(value);
    } else if (key == SystemPropKey::KEY) {
      setKey(value);
    } else if (key == SystemPropKey::MSGID) {
      setMsgID(value);
    } else if (key == SystemPropKey::SHARDINGKEY) {
      setShardingKey(value);
    } else if (key == SystemPropKey::RECONSUMETIMES) {
      setReconsumeTimes(static_cast<int>(number(key, value)));
    } else if (key == SystemPropKey::STARTDELIVERTIME) {
      setStartDeliverTime(number(key, value));
    } else {
      system_properties_[key] = value;
    }
  }
  void setSystemProperties(const std::map<std::string, std::string>& properties) {
    for (const auto& property : properties) {
      putSystemProperties(property.first, property.second);
    }
  }
  std::string getSystemProperties(const std::string& key) const {
    std::map<std::string, std::string> all = getSystemProperties();
    auto entry = all.find(key);
    return entry == all.end() ? std::string() : entry->second;
  }
  std::map<std::string, std::string> getSystemProperties() const {
    std::map<std::string, std::string> all = system_properties_;
    all[SystemPropKey::TAG] = getTag();
    all[SystemPropKey::KEY] = getKey();
    all[SystemPropKey::MSGID] = message_id_;
    all[SystemPropKey::SHARDINGKEY] = getShardingKey();
    all[SystemPropKey::RECONSUMETIMES] = std::to_string(reconsume_times_);
    all[SystemPropKey::STARTDELIVERTIME] = std::to_string(getStartDeliverTime());
    return all;
  }

  std::string getTopic() const { return content_.topic(); }
  void setTopic(const std::string& topic) { content_.set_topic(topic); }
  std::string getTag() const { return content_.tag(); }
  void setTag(const std::string& tags) { content_.set_tag(tags); }
  /// Words separated by blanks, to find the message by.
  std::string getKey() const { return content_.key(); }
  std::string getKeys() const { return content_.key(); }
  void setKey(const std::string& keys) { content_.set_key(keys); }
  /// Adds a key to those there are.
  void attachKey(const std::string& key) { setKey(getKey().empty() ? key : getKey() + " " + key); }
  std::string getShardingKey() const { return content_.sharding_key(); }
  void setShardingKey(const std::string& key) { content_.set_sharding_key(key); }

  /// The id that the sender was told; empty before the message was sent.
  std::string getMsgID() const { return message_id_; }
  void setMsgID(const std::string& id) { message_id_ = id; }

  /// Not delivered before this time, milliseconds since 1970 UTC; 0: at once.
  long long getStartDeliverTime() const { return content_.deliver_at_ms(); }
  void setStartDeliverTime(long long since_1970_ms) { content_.set_deliver_at_ms(since_1970_ms); }
  void setStartDeliverTime(openons::TimePoint time) { content_.deliver_at(time); }

  /// The body: any bytes.
  std::string getBody() const { return content_.body(); }
  std::string getMsgBody() const { return content_.body(); }
  void setMsgBody(const std::string& body) { content_.set_body(body); }
  void setBody(const std::string& body) { content_.set_body(body); }
  void setBody(const unsigned char* body, int size) {
    if (size < 0 || (body == nullptr && size > 0)) {
      throw ONSClientException("setBody: a body of " + std::to_string(size) + " bytes needs a size of 0 or more and" +
                                   " a pointer to them",
                               OTHER_ERROR);
    }
    content_.set_body(body, static_cast<std::size_t>(size));
  }
  std::size_t getBodySize() const { return content_.body().size(); }
  /// The body's bytes, inside this message; `*size` is told how many.
  unsigned char* getByteBody(int* size) {
    detail::require(size, "the size of getByteBody");
    *size = static_cast<int>(getBodySize());
    return reinterpret_cast<unsigned char*>(&content_.body()[0]);
  }

  /// How often the message was delivered to this group before.
  int getReconsumeTimes() const { return reconsume_times_; }
  void setReconsumeTimes(int times) { reconsume_times_ = times; }
  /// When the server stored it, milliseconds since 1970 UTC; 0 when not known.
  long long getStoreTimestamp() const { return stored_at_ms_; }
  void setStoreTimestamp(long long since_1970_ms) { stored_at_ms_ = since_1970_ms; }
  /// When it was sent, by the sender's clock, milliseconds since 1970 UTC.
  long long getBornTimestamp() const { return born_at_ms_; }
  /// Where it was sent, as the sender said.
  std::string getBornHost() const { return born_host_; }
  /// Its place in its queue.
  long long getQueueOffset() const { return offset_; }
  void setQueueOffset(long long offset) { offset_ = offset; }

  /// For people.
  std::string toString() const {
    std::ostringstream text;
    text << "Message[topic=" << getTopic() << ", " << toSystemString() << ", " << toUserString()
         << ", body=" << getBodySize() << " bytes]";
    return text.str();
  }
  std::string toSystemString() const { return toText(getSystemProperties()); }
  std::string toUserString() const { return toText(getUserProperties()); }

  /// A copy of a received message.
  explicit Message(const openons::MessageView& received)
      : content_(received.to_message()),
        message_id_(received.message_id()),
        born_host_(received.born_host()),
        reconsume_times_(received.reconsume_times()),
        born_at_ms_(received.raw().born_at_ms),
        stored_at_ms_(received.raw().stored_at_ms),
        offset_(received.offset()) {}

  /// The part of it that is sent.
  const openons::Message& content() const noexcept { return content_; }

 private:
  static long long number(const std::string& key, const std::string& value) {
    std::istringstream text(value);
    long long result = 0;
    if (!(text >> result) || !text.eof()) {
      throw ONSClientException("system property " + key + " is '" + value + "'; it must be a whole number",
                               OTHER_ERROR);
    }
    return result;
  }

  static std::string toText(const std::map<std::string, std::string>& properties) {
    std::string text = "{";
    for (const auto& property : properties) {
      text += (text.size() == 1 ? "" : ", ") + property.first + "=" + property.second;
    }
    return text + "}";
  }

  openons::Message content_;
  std::map<std::string, std::string> system_properties_;
  std::string message_id_;
  std::string born_host_;
  int reconsume_times_ = 0;
  long long born_at_ms_ = 0;
  long long stored_at_ms_ = 0;
  long long offset_ = 0;
};

}  // namespace ons

#endif
