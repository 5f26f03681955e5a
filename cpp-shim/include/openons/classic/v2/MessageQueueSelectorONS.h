#ifndef OPENONS_CLASSIC_V2_MESSAGEQUEUESELECTORONS_H
#define OPENONS_CLASSIC_V2_MESSAGEQUEUESELECTORONS_H

#include <vector>

#include "Message.h"
#include "MessageQueueONS.h"

ONS_NAMESPACE_BEGIN

/// Chooses a queue for a message. For code of programs: no call of the SDK takes one, the server chooses.
class MessageQueueSelectorONS {
 public:
  virtual ~MessageQueueSelectorONS() = default;
  virtual MessageQueueONS select(const std::vector<MessageQueueONS>& mqs, const Message& msg, void* arg) = 0;
};

ONS_NAMESPACE_END

#endif
