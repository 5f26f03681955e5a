#include "jvm/discovery.h"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include "frames/failure.h"

namespace bridge {
namespace {

namespace fs = std::filesystem;

// The feature version of a runtime from its `release` file: a process cannot try a second one, so this comes before.
int version_of(const std::string &home, std::string &why_not) {
  std::ifstream release(home + "/release");
  std::string line;
  while (std::getline(release, line)) {
    const std::string key = "JAVA_VERSION=\"";
    if (line.compare(0, key.size(), key) != 0) continue;
    int version = std::atoi(line.c_str() + key.size());
    if (version >= LEAST_JAVA) return version;
    why_not = "its version is " + line.substr(key.size(), line.size() - key.size() - 1) + ", 17 or later is needed";
    return 0;
  }
  why_not = "it has no file `release` with JAVA_VERSION";
  return 0;
}

std::optional<JavaHome> usable(const std::string &home, std::string &why_not) {
  std::error_code ignored;
  if (!fs::is_directory(home, ignored)) {
    why_not = "no such folder";
    return {};
  }
  std::string libjvm = home + "/lib/server/libjvm.so";
  if (!fs::exists(libjvm, ignored)) {
    why_not = "it has no lib/server/libjvm.so";
    return {};
  }
  int version = version_of(home, why_not);
  if (version == 0) return {};
  return JavaHome{home, libjvm, version, ""};
}

// The home of the java that PATH finds: two folders above the file behind all links.
std::string home_on_path() {
  std::string path = environment("PATH") + ":";
  for (size_t start = 0, end; (end = path.find(':', start)) != std::string::npos; start = end + 1) {
    char file[PATH_MAX];
    std::string candidate = path.substr(start, end - start) + "/java";
    std::error_code ignored;
    if (!fs::is_regular_file(candidate, ignored) || realpath(candidate.c_str(), file) == nullptr) continue;
    return fs::path(file).parent_path().parent_path();
  }
  return "";
}

}  // namespace

JavaHome find_java(const Options &options, const std::string &bundle_folder) {
  struct Place {
    const char *name;
    std::string home;
    bool must_work;
  };
  const Place places[] = {{"the option java_home", options.java_home, true},
                          {"ONS_JAVA_HOME", environment("ONS_JAVA_HOME"), true},
                          {"the bundled runtime", bundle_folder + "/runtime", false},
                          {"JAVA_HOME", environment("JAVA_HOME"), false},
                          {"java on PATH", home_on_path(), false}};
  std::string tried;
  for (auto &place : places) {
    std::string why_not = "not set";
    if (!place.home.empty()) {
      if (auto java = usable(place.home, why_not)) {
        java->found = place.name;
        return *java;
      }
    }
    tried += std::string(tried.empty() ? "" : "; ") + place.name + " (" + place.home + "): " + why_not;
    if (place.must_work && !place.home.empty()) break;
  }
  fail(ONS_E_RUNTIME, "no Java runtime was found. Tried: " + tried +
                          ". Install Java 17 or later, or set ONS_JAVA_HOME to the folder of one");
}

std::string find_classes(const Options &options, const std::string &bundle_folder) {
  if (!options.class_path.empty()) return options.class_path;
  if (std::string given = environment("ONS_CLASSPATH"); !given.empty()) return given;
  // Sorted: the archives of classes depend on the order.
  std::vector<std::string> jars;
  std::error_code ignored;
  for (auto &entry : fs::directory_iterator(bundle_folder + "/jars", ignored)) {
    if (entry.path().extension() == ".jar") jars.push_back(entry.path());
  }
  std::sort(jars.begin(), jars.end());
  std::string class_path;
  for (auto &jar : jars) class_path += (class_path.empty() ? "" : ":") + jar;
  return class_path;
}

}  // namespace bridge
