#include "clients/options.h"

#include <climits>
#include <cstdlib>
#include <filesystem>
#include <tuple>

#include <dlfcn.h>

#include "api/guarded.h"
#include "frames/text.h"

namespace bridge {
namespace {

auto fields(const Options &options) {
  return std::tie(options.wrapper, options.java_home, options.class_path, options.jvm_options, options.log_folder,
                  options.max_heap_mib, options.echo);
}

}  // namespace

bool Options::operator==(const Options &other) const { return fields(*this) == fields(other); }

std::string environment(const char *name) {
  const char *value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string bundle_folder() {
  Dl_info info;
  char path[PATH_MAX];
  if (dladdr(reinterpret_cast<void *>(&ons_abi_version), &info) == 0 || realpath(info.dli_fname, path) == nullptr) {
    return ".";
  }
  std::string folder = std::string(path).substr(0, std::string(path).rfind('/'));
  std::error_code ignored;
  return std::filesystem::is_directory(folder + "/onsclient", ignored) ? folder + "/onsclient" : folder;
}

Options options_of(const ons_runtime_options_t *given) {
  Options options;
  if (given != nullptr) {
    if (given->struct_size < sizeof *given) {
      fail(ONS_E_INVALID, "options.struct_size is " + std::to_string(given->struct_size) +
                              "; set ONS_RUNTIME_OPTIONS_INIT");
    }
    if (given->abi_version >> 16 != ONS_ABI_VERSION >> 16) {
      fail(ONS_E_VERSION, "the program was made for version " + std::to_string(given->abi_version >> 16) +
                              " of the interface, this library has " + std::to_string(ONS_ABI_VERSION >> 16) +
                              "; use headers and library of the same release");
    }
    options.wrapper = text_of(given->wrapper, "options.wrapper");
    options.java_home = text_of(given->java_home, "options.java_home");
    options.class_path = text_of(given->class_path, "options.class_path");
    options.jvm_options = text_of(given->jvm_options, "options.jvm_options");
    options.log_folder = text_of(given->log_folder, "options.log_folder");
    if (given->max_heap_mib != 0) {
      check_range("options.max_heap_mib", given->max_heap_mib, 16u, 65536u);
      options.max_heap_mib = given->max_heap_mib;
    }
    check_range("options.echo", given->echo, 0u, 1u);
    options.echo = given->echo == 1;
  }
  if (options.log_folder.empty()) options.log_folder = environment("ONS_LOG_DIR");
  return options;
}

}  // namespace bridge
