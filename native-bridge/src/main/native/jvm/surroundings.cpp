#include "jvm/surroundings.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <langinfo.h>
#include <locale.h>
#include <sys/resource.h>
#include <unistd.h>

#include "frames/failure.h"

namespace bridge {
namespace {

// Java opens its modules, the jars, and pipes and sockets of the network code: 45 until the first client is connected
// (measured with JDK 17 and 25), and some more for each other client.
constexpr size_t FILES_NEEDED = 64;

// Besides the heap, measured with JDK 17 and 25 up to the first client: 2.6 GiB as HotSpot likes it, 1.5 GiB with the
// small reservations of flags.cpp. With less, HotSpot fails anywhere, in the worst case by a crash.
constexpr uint64_t MIB_LIKED = 3072;
constexpr uint64_t MIB_NEEDED = 1600;

size_t open_files() {
  std::error_code failed;
  size_t count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", failed), end; !failed && entry != end;
       entry.increment(failed)) {
    ++count;
  }
  return count;
}

void check_files() {
  rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return;
  size_t open = open_files();
  if (open + FILES_NEEDED <= files.rlim_cur) return;
  fail(ONS_E_RUNTIME, "this process may open " + std::to_string(files.rlim_cur) + " files (ulimit -n), and " +
                          std::to_string(open) + " are open; the Java runtime and a client need " +
                          std::to_string(FILES_NEEDED) + " more. Raise the limit to " +
                          std::to_string(open + FILES_NEEDED) + " or higher");
}

uint64_t address_space_limit_mib() {
  rlimit memory;
  bool limited = getrlimit(RLIMIT_AS, &memory) == 0 && memory.rlim_cur != RLIM_INFINITY;
  return limited ? memory.rlim_cur >> 20 : UINT64_MAX;
}

uint64_t address_space_used_mib() {
  uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE)) >> 20;
}

uint64_t address_space_left_mib() {
  uint64_t limit = address_space_limit_mib();
  return limit == UINT64_MAX ? limit : limit - std::min(limit, address_space_used_mib());
}

void check_address_space(const Options &options) {
  uint64_t left = address_space_left_mib(), needed = options.max_heap_mib + MIB_NEEDED;
  if (left >= needed) return;
  fail(ONS_E_RUNTIME, "the address space of this process is limited to " + std::to_string(address_space_limit_mib()) +
                          " MiB (ulimit -v), of which " + std::to_string(left) +
                          " MiB are left; the Java runtime needs " + std::to_string(needed) +
                          " MiB with a heap of " + std::to_string(options.max_heap_mib) +
                          " MiB. Raise the limit, or lower max_heap_mib");
}

// The encoding of file names, as Java will find it: by the environment, not by what the host has set.
std::string encoding_of_environment() {
  locale_t locale = newlocale(LC_CTYPE_MASK, "", nullptr);
  if (locale == nullptr) return "ANSI_X3.4-1968";  // a locale that is not installed is "C"
  std::string encoding = nl_langinfo_l(CODESET, locale);
  freelocale(locale);
  return encoding;
}

void check_path(const char *what, const std::string &path) {
  auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (std::none_of(path.begin(), path.end(), beyond_ascii) || encoding_of_environment() != "ANSI_X3.4-1968") return;
  fail(ONS_E_RUNTIME, std::string(what) + " has letters outside ASCII, which Java cannot read in the locale of this "
                          "process, \"C\": " + path.substr(0, 300) +
                          ". Set LC_ALL=C.UTF-8 or another UTF-8 locale, or use a path without such letters");
}

}  // namespace

void check_surroundings(const Options &options, const JavaHome &java, const std::string &class_path) {
  check_files();
  check_address_space(options);
  check_path("the folder of the Java runtime", java.home);
  check_path("the class path", class_path);
}

bool is_address_space_scarce(const Options &options) {
  return address_space_left_mib() < options.max_heap_mib + MIB_LIKED;
}

std::string address_space_in_words() {
  uint64_t limit = address_space_limit_mib();
  return limit == UINT64_MAX ? "" : "; its address space is limited to " + std::to_string(limit) + " MiB (ulimit -v)";
}

}  // namespace bridge
