#ifndef OPENONS_CLASSIC_V3_MESSAGE_H
#define OPENONS_CLASSIC_V3_MESSAGE_H

#include <chrono>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "../received.hpp"
#include "../text.hpp"
#include "generation.hpp"

ONS_NAMESPACE_BEGIN

namespace detail {

// Static data members of a template may be defined in a header, in C++11, too.
template <class Unused>
struct SystemPropKeys {
  static const char* const TAG;
  static const char* const KEY_SEPARATOR;
  static const char* const MSGID;
  static const char* const RECONSUMETIMES;
  static const char* const STARTDELIVERTIME;
};
template <class Unused> const char* const SystemPropKeys<Unused>::TAG = "__TAG";
template <class Unused> const char* const SystemPropKeys<Unused>::KEY_SEPARATOR = " ";
template <class Unused> const char* const SystemPropKeys<Unused>::MSGID = "__MSGID";
template <class Unused> const char* const SystemPropKeys<Unused>::RECONSUMETIMES = "__RECONSUMETIMES";
template <class Unused> const char* const SystemPropKeys<Unused>::STARTDELIVERTIME = "__STARTDELIVERTIME";

}  // namespace detail

/// Names of what a message has its own getters for.
class SystemPropKey : public detail::SystemPropKeys<void> {};

/// A message, to send or received. Owns what it holds. A null pointer for a text throws ONSClientException.
class Message {
  using Text = detail::Text;
  using Map = std::map<std::string, std::string>;
  using TimePoint = std::chrono::system_clock::time_point;

 public:
  Message() = default;
  Message(Text topic, Text body) {
    setTopic(std::move(topic));
    setBody(std::move(body));
  }
  Message(Text topic, Text tag, Text body) : Message(std::move(topic), std::move(body)) { setTag(std::move(tag)); }
  Message(Text topic, Text tag, Text key, Text body) : Message(std::move(topic), std::move(tag), std::move(body)) {
    attachKey(std::move(key));
  }

  virtual ~Message() = default;
  Message(const Message&) = default;
  Message& operator=(const Message&) = default;

  /// Properties of the user, which travel with the message; "" when there is none of this key.
  void putUserProperty(Text key, Text value) {
    content_.set_property(std::move(key).required("the key of a user property"),
                          std::move(value).required("the value of a user property"));
  }
  std::string getUserProperty(const std::string& key) const {
    auto entry = content_.properties().find(key);
    return entry == content_.properties().end() ? std::string() : entry->second;
  }
  void setUserProperties(const Map& properties) { content_.set_properties(properties); }
  Map getUserProperties() const { return content_.properties(); }

  std::string getTopic() const { return content_.topic(); }
  void setTopic(Text topic) { content_.set_topic(std::move(topic).required("the topic of a message")); }
  std::string getTag() const { return content_.tag(); }
  void setTag(Text tag) { content_.set_tag(std::move(tag).required("the tag of a message")); }

  /// Words to find the message by.
  std::vector<std::string> getKeys() const {
    std::vector<std::string> keys;
    std::istringstream text(content_.key());
    for (std::string key; text >> key;) {
      keys.push_back(key);
    }
    return keys;
  }
  /// Adds a key to those there are; one with blanks is several.
  void attachKey(Text key) {
    std::string keys = content_.key();
    std::string added = std::move(key).required("the key of a message");
    content_.set_key(keys.empty() || added.empty() ? keys + added : keys + SystemPropKey::KEY_SEPARATOR + added);
  }

  /// The id that the sender was told; empty before the message was sent.
  std::string getMsgID() const { return received_.message_id; }
  void setMsgID(const std::string& id) { received_.message_id = id; }

  /// Not delivered before this time; 1970: at once.
  TimePoint getStartDeliverTime() const { return openons::detail::to_time_point(content_.deliver_at_ms()); }
  void setStartDeliverTime(TimePoint time) { content_.deliver_at(time); }

  /// The body: any bytes.
  std::string getBody() const { return content_.body(); }
  void setBody(Text body) { content_.set_body(std::move(body).required("the body of a message")); }

  /// How often the message was delivered to this group before.
  std::int32_t getReconsumeTimes() const { return received_.reconsume_times; }
  /// When the server stored it; 1970 when not known.
  TimePoint getStoreTimestamp() const { return openons::detail::to_time_point(received_.stored_at_ms); }
  /// When it was sent, by the sender's clock; 1970 before it was.
  TimePoint getBornTimestamp() const { return openons::detail::to_time_point(received_.born_at_ms); }
  /// Its place in its queue.
  std::int64_t getQueueOffset() const { return received_.offset; }

  /// For people.
  std::string toUserString() const { return detail::to_text(content_.properties()); }

  /// A copy of a received message.
  explicit Message(const openons::MessageView& received) : content_(received.to_message()), received_(received) {}

  /// The part of it that is sent.
  const openons::Message& content() const noexcept { return content_; }
  openons::Message& content() noexcept { return content_; }

 private:
  openons::Message content_;
  detail::Received received_;
};

ONS_NAMESPACE_END

#endif
