#ifndef ONS_CLASSIC_SENDRESULTONS_H
#define ONS_CLASSIC_SENDRESULTONS_H

#include <string>

namespace ons {

/// What became of a message that the server has stored.
class SendResultONS {
 public:
  SendResultONS() = default;
  virtual ~SendResultONS() = default;
  SendResultONS(const SendResultONS&) = default;
  SendResultONS& operator=(const SendResultONS&) = default;

  /// The message's id; valid as long as this object.
  const char* getMessageId() const { return message_id_.c_str(); }
  void setMessageId(const std::string& id) { message_id_ = id; }

 private:
  std::string message_id_;
};

}  // namespace ons

#endif
