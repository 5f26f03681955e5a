#include "jvm/exit_hook.h"

#include <atomic>

namespace bridge {
namespace {

std::atomic<bool> exiting{false};

}  // namespace

bool java_is_exiting() { return exiting; }
void note_java_is_exiting() { exiting = true; }

}  // namespace bridge
