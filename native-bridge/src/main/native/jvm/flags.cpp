#include "jvm/flags.h"

#include <filesystem>
#include <sstream>

namespace bridge {
namespace {

bool exists(const std::string &file) {
  std::error_code ignored;
  return std::filesystem::exists(file, ignored);
}

void append_lines(std::vector<std::string> &flags, const std::string &text, char separator) {
  std::stringstream lines(text);
  std::string line;
  while (std::getline(lines, line, separator)) {
    if (!line.empty()) flags.push_back(line);
  }
}

}  // namespace

std::vector<std::string> machine_flags(const Options &options, const JavaHome &java, const std::string &class_path) {
  std::vector<std::string> flags = {
      "-Xrs",                       // Ctrl-C, SIGTERM, SIGHUP and SIGQUIT stay the host's
      "-XX:+UseSerialGC",           // five threads fewer than G1
      "-Xmx" + std::to_string(options.max_heap_mib) + "m",  // the default is a quarter of the machine
      "-Xss8m",                     // callbacks run C and Python code on Java threads
      "-XX:-UsePerfData",           // no file in /tmp
      "-Xlog:disable",              // nothing on the host's stdout
      "-Xlog:all=warning:stderr",
      "-Dio.grpc.netty.shaded.io.netty.allocator.maxOrder=6",  // network buffers in steps of 512 KiB, not of 2 MiB
      "-Djava.class.path=" + class_path,
  };
  if (!options.log_folder.empty()) flags.push_back("-XX:ErrorFile=" + options.log_folder + "/hs_err_pid%p.log");
  if (java.version >= 24) {
    flags.push_back("--enable-native-access=ALL-UNNAMED");
    flags.push_back("--sun-misc-unsafe-memory-access=allow");
  }
  // A cache of loaded classes makes the start three times faster; it fits only the runtime that it was made with, in
  // which it lies, wherever a package has put that.
  std::string cache = java.home + "/onsclient.aot";
  if (java.version >= 25 && exists(cache)) {
    flags.push_back("-XX:AOTCache=" + cache);
    // At the address that it was made for, if that is free: anywhere else 14 MB of it would be rewritten.
    flags.push_back("-XX:+UnlockDiagnosticVMOptions");
    flags.push_back("-XX:ArchiveRelocationMode=0");
  }
  append_lines(flags, options.jvm_options, '\n');
  append_lines(flags, environment("ONS_JVM_OPTS"), ' ');
  return flags;
}

}  // namespace bridge
