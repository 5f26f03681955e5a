// The options of the JVM, why each is there, and where the user's come in.
#pragma once

#include <string>
#include <vector>

#include "jvm/discovery.h"

namespace bridge {

std::vector<std::string> jvm_flags(const Options &options, const JavaHome &java, const std::string &class_path);

}  // namespace bridge
