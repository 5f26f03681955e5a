#include "frames/failure.h"

#include <cstring>

#include "frames/text.h"

namespace bridge {

Failure::Failure(ons_status_t status, std::string message)
    : status(status), code(status), name(ons_status_name(status)), message(std::move(message)) {}

void fail(ons_status_t status, std::string message) { throw Failure(status, std::move(message)); }

bool copy_text(char *field, size_t capacity, const std::string &text) noexcept {
  size_t size = fitting_prefix(text, capacity - 1);
  std::memcpy(field, text.data(), size);
  field[size] = '\0';
  return size == text.size();
}

void fill(ons_error_t *error, const Failure &failure) noexcept {
  if (error == nullptr) return;
  error->status = failure.status;
  error->code = failure.code;
  error->flags = failure.flags;
  bool whole = copy_text(error->name, sizeof error->name, failure.name);
  whole &= copy_text(error->request_id, sizeof error->request_id, failure.request_id);
  whole &= copy_text(error->message, sizeof error->message, failure.message);
  whole &= copy_text(error->detail, sizeof error->detail, failure.detail);
  if (!whole) error->flags |= ONS_ERROR_TRUNCATED;
}

}  // namespace bridge
