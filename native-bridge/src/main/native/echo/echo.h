// Echo mode: each message sent comes to every consumer of its topic in this process. For testing wrappers of the
// interface without Java and server.
#pragma once

#include <memory>

#include "clients/backend.h"

namespace bridge {

std::unique_ptr<Backend> make_echo();

}  // namespace bridge
