// What of the process around it keeps a Java runtime from starting, found out beforehand: HotSpot itself would end the
// process, crash, or name no reason.
#pragma once

#include <string>

#include "clients/options.h"
#include "jvm/discovery.h"

namespace bridge {

// Checks the limit of open files, the address space, and that the locale can express the paths. A Failure with
// ONS_E_RUNTIME names limit and need.
void check_surroundings(const Options &options, const JavaHome &java, const std::string &class_path);

// Whether the address space is limited so closely that the JVM should reserve less of it than by default.
bool is_address_space_scarce(const Options &options);

// The limit of the address space, for the error of a start that failed; "" when there is none.
std::string address_space_in_words();

}  // namespace bridge
