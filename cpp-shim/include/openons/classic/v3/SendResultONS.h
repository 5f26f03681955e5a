#ifndef OPENONS_CLASSIC_V3_SENDRESULTONS_H
#define OPENONS_CLASSIC_V3_SENDRESULTONS_H

#include <string>

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// What became of a message that the server has stored.
class SendResultONS {
 public:
  SendResultONS() = default;
  explicit SendResultONS(const std::string& message_id) : message_id_(message_id) {}
  virtual ~SendResultONS() = default;
  SendResultONS(const SendResultONS&) = default;
  SendResultONS& operator=(const SendResultONS&) = default;

  /// The message's id; empty when it was not stored.
  const std::string& getMessageId() const { return message_id_; }
  /// Whether the message was stored.
  operator bool() const { return !message_id_.empty(); }

 private:
  std::string message_id_;
};

ONS_NAMESPACE_END

#endif
