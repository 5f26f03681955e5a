#ifndef OPENONS_CLASSIC_RECEIVED_HPP
#define OPENONS_CLASSIC_RECEIVED_HPP

#include <cstdint>
#include <string>

#include "modern.hpp"
#include "ONSClient.h"

ONS_NAMESPACE_BEGIN
namespace detail {

/// What a message knows beyond its content: the id once it was sent, the rest once it was received.
struct Received {
  Received() = default;
  explicit Received(const openons::MessageView& message)
      : message_id(message.message_id()),
        born_host(message.born_host()),
        reconsume_times(message.reconsume_times()),
        born_at_ms(message.raw().born_at_ms),
        stored_at_ms(message.raw().stored_at_ms),
        offset(message.offset()) {}

  std::string message_id;
  std::string born_host;
  int reconsume_times = 0;
  std::int64_t born_at_ms = 0;
  std::int64_t stored_at_ms = 0;
  std::int64_t offset = 0;
};

/// Properties as a text for people.
template <class Map>
std::string to_text(const Map& properties) {
  std::string text = "{";
  for (const auto& property : properties) {
    text += (text.size() == 1 ? "" : ", ") + property.first + "=" + property.second;
  }
  return text + "}";
}

}  // namespace detail
ONS_NAMESPACE_END

#endif
