// How the library runs in this process, copied from what the host says.
#pragma once

#include <string>

#include "onsclient.h"

namespace bridge {

struct Options {
  std::string wrapper, java_home, class_path, jvm_options, log_folder;
  uint32_t max_heap_mib = 256;
  bool echo = false;

  bool operator==(const Options &other) const;
};

// The options, checked; NULL: all defaults.
Options options_of(const ons_runtime_options_t *options);

// A variable of the environment, "" when it is not set.
std::string environment(const char *name);

// Where the bundled jars/ and runtime/ lie: onsclient/ in the folder of this library's file, else that folder itself.
std::string bundle_folder();

}  // namespace bridge
