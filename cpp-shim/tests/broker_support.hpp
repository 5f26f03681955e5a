#ifndef BROKER_SUPPORT_HPP
#define BROKER_SUPPORT_HPP

#include <string>

#include "broker.h"
#include "support.hpp"

namespace support {

// The broker of all tests of this program; broker_main.cpp starts it.
Broker& broker();

// Properties that wait as long as a busy machine may need.
inline openons::Properties patient(const std::string& address = broker().address) {
  return {{"NAMESRV_ADDR", address},
          {"AccessKey", "any"},
          {"SecretKey", "any"},
          {"GROUP_ID", "GID_" + topic()},
          {"ons.startTimeoutMillis", "60000"},
          {"ons.requestTimeoutMillis", "60000"},
          {"SendMsgTimeoutMillis", "60000"}};
}

}  // namespace support

#endif
