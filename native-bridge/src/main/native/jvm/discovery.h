// Where the Java runtime and the client's classes are.
#pragma once

#include <string>

#include "clients/options.h"

namespace bridge {

constexpr int LEAST_JAVA = 17;

struct JavaHome {
  std::string home;
  std::string libjvm;
  int version;        // 17
  std::string found;  // how it was found, for people
};

// The runtime to use, in the order that onsclient.h documents; a Failure with ONS_E_RUNTIME lists every place tried.
JavaHome find_java(const Options &options, const std::string &bundle_folder);

// The class path; "" when there is none.
std::string find_classes(const Options &options, const std::string &bundle_folder);

}  // namespace bridge
