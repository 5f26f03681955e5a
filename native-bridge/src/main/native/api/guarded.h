// The border itself: nothing but a status leaves a function of the interface.
#pragma once

#include <new>

#include "clients/fork_guard.h"
#include "frames/failure.h"

namespace bridge {

template <typename Body>
ons_status_t guarded(ons_error_t *error, Body &&body) noexcept {
  if (error != nullptr && error->struct_size < sizeof(ons_error_t)) return ONS_E_INVALID;
  try {
    refuse_in_forked_child();
    body();
    return ONS_OK;
  } catch (const Failure &failure) {
    fill(error, failure);
    return failure.status;
  } catch (const std::bad_alloc &) {
    fill(error, Failure(ONS_E_INTERNAL, "out of memory"));
  } catch (const std::exception &unexpected) {
    fill(error, Failure(ONS_E_INTERNAL, unexpected.what()));
  }
  return ONS_E_INTERNAL;
}

// Refuses an output parameter that is NULL.
template <typename T>
T &required(T *pointer, const char *name) {
  if (pointer == nullptr) fail(ONS_E_INVALID, std::string(name) + " is NULL");
  return *pointer;
}

template <typename T>
void check_range(const char *name, T value, T least, T most) {
  if (value < least || value > most) {
    fail(ONS_E_INVALID, std::string(name) + " is " + std::to_string(value) + "; it must be " + std::to_string(least) +
                            " to " + std::to_string(most));
  }
}

}  // namespace bridge
