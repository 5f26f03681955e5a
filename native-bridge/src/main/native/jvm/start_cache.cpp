#include "jvm/start_cache.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

namespace bridge {
namespace {

namespace fs = std::filesystem;

// ONS_START_CACHE names the folder; `off` means none. "" when there is none.
std::string folder_of_caches() {
  std::string given = environment("ONS_START_CACHE");
  if (!given.empty()) return given == "off" ? "" : given;
  std::string caches = environment("XDG_CACHE_HOME"), home = environment("HOME");
  if (caches.empty() && !home.empty() && home != "/") caches = home + "/.cache";
  return caches.empty() ? "" : caches + "/openons/start";
}

// Java runs what lies in a cache, so nobody else may write there.
bool is_private(const std::string &folder) {
  struct stat found;
  return lstat(folder.c_str(), &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == geteuid() &&
         (found.st_mode & (S_IWGRP | S_IWOTH)) == 0 && access(folder.c_str(), W_OK | X_OK) == 0;
}

bool can_be_private(const std::string &folder) {
  std::error_code ignored;
  if (fs::create_directories(folder, ignored)) fs::permissions(folder, fs::perms::owner_all, ignored);
  return is_private(folder);
}

// An option of the program's own that can make Java refuse a cache.
bool could_contradict(const std::string &options) {
  for (const char *word : {"-XX:", "-Xshare", "-javaagent", "-agent", "--patch-module", "--upgrade-module"}) {
    if (options.find(word) != std::string::npos) return true;
  }
  return false;
}

// FNV-1a: the name of a cache, not a protection.
class Name {
 public:
  void add(const std::string &text) {
    for (unsigned char byte : text) hash_ = (hash_ ^ byte) * 1099511628211u;
    hash_ = (hash_ ^ 0xff) * 1099511628211u;
  }

  void add_file(const std::string &file) {
    std::error_code ignored;
    add(file);
    add(std::to_string(fs::file_size(file, ignored)));
    add(std::to_string(static_cast<long long>(fs::last_write_time(file, ignored).time_since_epoch().count())));
  }

  std::string text() const {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash_));
    return text;
  }

 private:
  uint64_t hash_ = 14695981039346656037u;
};

// The same for the same files at the same places only.
std::string name_of(const JavaHome &java, const std::string &class_path, const std::string &classes) {
  Name name;
  name.add_file(java.libjvm);
  name.add_file(classes);
  std::stringstream jars(class_path);
  for (std::string jar; std::getline(jars, jar, ':');) name.add_file(jar);
  return name.text();
}

}  // namespace

std::vector<std::string> start_cache_flags(const Options &options, const JavaHome &java,
                                           const std::string &class_path) {
  // The list of classes is made for the jars beside it, wherever a package has put them.
  fs::path jars = fs::path(class_path.substr(0, class_path.find(':'))).parent_path();
  std::string classes = (jars / "../start.classes").lexically_normal().string();
  std::error_code ignored;
  if (!fs::exists(classes, ignored) || !fs::exists(java.home + "/bin/java", ignored)) return {};
  if (could_contradict(options.jvm_options) || could_contradict(environment("ONS_JVM_OPTS"))) return {};
  std::string folder = folder_of_caches();
  if (folder.empty() || !can_be_private(folder)) return {};
  std::string cache = folder + "/" + name_of(java, class_path, classes) + ".jsa";
  if (!fs::exists(cache, ignored)) {
    return {"-Dio.openons.bridge.startCache=" + cache, "-Dio.openons.bridge.startClasses=" + classes};
  }
  // Marked as used: the oldest ones are deleted when there are many.
  fs::last_write_time(cache, fs::file_time_type::clock::now(), ignored);
  return {"-XX:SharedArchiveFile=" + cache};
}

}  // namespace bridge
