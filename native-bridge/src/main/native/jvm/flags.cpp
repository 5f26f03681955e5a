#include "jvm/flags.h"

#include <filesystem>
#include <sstream>

#include "jvm/start_cache.h"
#include "jvm/surroundings.h"

namespace bridge {
namespace {

bool exists(const std::string &file) {
  std::error_code ignored;
  return std::filesystem::exists(file, ignored);
}

bool are_all_in(const std::string &folder, const std::string &class_path) {
  std::stringstream entries(class_path);
  std::string entry;
  while (std::getline(entries, entry, ':')) {
    std::error_code not_there;
    if (!std::filesystem::equivalent(std::filesystem::path(entry).parent_path(), folder, not_there)) return false;
  }
  return true;
}

void append_lines(std::vector<std::string> &flags, const std::string &text, char separator) {
  std::stringstream lines(text);
  std::string line;
  while (std::getline(lines, line, separator)) {
    if (!line.empty()) flags.push_back(line);
  }
}

// A cache of loaded classes makes the start three times faster. One that lies in the runtime fits only that and the
// jars beside it, wherever a package has put them; where there is none, this user's is taken. With other jars, Java
// would still take classes of the cache.
void append_cache(std::vector<std::string> &flags, const Options &options, const JavaHome &java,
                  const std::string &class_path) {
  std::string shipped = java.home + "/onsclient.aot";
  std::vector<std::string> caching;
  if (java.version >= 25 && exists(shipped) && are_all_in(java.home + "/../jars", class_path)) {
    caching = {"-XX:AOTCache=" + shipped};
  } else {
    caching = start_cache_flags(options, java, class_path);
  }
  if (caching.empty()) return;
  flags.insert(flags.end(), caching.begin(), caching.end());
  // At the address that it was made for, if that is free: anywhere else 14 MB of it would be rewritten.
  flags.push_back("-XX:+UnlockDiagnosticVMOptions");
  flags.push_back("-XX:ArchiveRelocationMode=0");
}

}  // namespace

std::vector<std::string> jvm_flags(const Options &options, const JavaHome &java, const std::string &class_path) {
  std::vector<std::string> flags = {
      "-Xrs",                       // Ctrl-C, SIGTERM, SIGHUP and SIGQUIT stay the host's
      "-XX:+UseSerialGC",           // five threads fewer than G1
      "-Xmx" + std::to_string(options.max_heap_mib) + "m",  // the default is a quarter of the machine
      "-Xss8m",                     // callbacks run C and Python code on Java threads
      "-XX:-UsePerfData",           // no file in /tmp
      "-Xlog:disable",              // nothing on the host's stdout
      "-XX:+DisplayVMOutputToStderr",
      "-XX:-MaxFDLimit",            // the host's limit of open files stays as it is
      "-Xlog:all=warning:stderr",
      "-Dio.grpc.netty.shaded.io.netty.allocator.maxOrder=6",  // network buffers in steps of 512 KiB, not of 2 MiB
      "-Djava.class.path=" + class_path,
  };
  if (!options.log_folder.empty()) flags.push_back("-XX:ErrorFile=" + options.log_folder + "/hs_err_pid%p.log");
  if (java.version >= 24) {
    flags.push_back("--enable-native-access=ALL-UNNAMED");
    flags.push_back("--sun-misc-unsafe-memory-access=allow");
  }
  if (is_address_space_scarce(options)) {
    flags.push_back("-XX:CompressedClassSpaceSize=64m");  // not 1 GiB
    flags.push_back("-XX:ReservedCodeCacheSize=64m");     // not 240 MiB
  }
  append_cache(flags, options, java, class_path);
  append_lines(flags, options.jvm_options, '\n');
  append_lines(flags, environment("ONS_JVM_OPTS"), ' ');
  return flags;
}

}  // namespace bridge
