#ifndef BROKER_SUPPORT_HPP
#define BROKER_SUPPORT_HPP

#include <algorithm>
#include <string>

#include "broker.h"
#include "support.hpp"

namespace support {

// The broker of all tests of this program; broker_main.cpp starts it.
Broker& broker();

// The name of this test, with letters that names of groups may have.
inline std::string group() {
  std::string name = "GID_" + topic();
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

// Properties that wait as long as a busy machine may need.
inline openons::Properties patient(const std::string& address = broker().address) {
  return {{"NAMESRV_ADDR", address},
          {"AccessKey", "any"},
          {"SecretKey", "any"},
          {"GROUP_ID", group()},
          {"ons.startTimeoutMillis", "60000"},
          {"ons.requestTimeoutMillis", "60000"},
          {"SendMsgTimeoutMillis", "60000"}};
}

}  // namespace support

#endif
