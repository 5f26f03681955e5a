// Goal: each status is an exception class, a Status and an error code, with the same predicates.
// Method: every status there is.
// Failure: programs catch the wrong class.
#include "support.hpp"

using openons::Error;
using openons::Status;

namespace {

ons_error_t raw(ons_status_t status, const char* name) {
  ons_error_t error = ONS_ERROR_INIT;
  error.status = status;
  error.code = 40402;
  std::strcpy(error.name, name);
  std::strcpy(error.message, "what and where");
  std::strcpy(error.request_id, "request-1");
  return error;
}

template <class Expected>
void expect_thrown_as(ons_status_t status, const char* name = "SOME_NAME") {
  EXPECT_THROW(std::rethrow_exception(openons::detail::to_exception(raw(status, name))), Expected)
      << ons_status_name(status);
}

}  // namespace

TEST(Error, tells_all_that_the_library_told) {
  Error error(raw(ONS_E_INVALID, "TOPIC_NOT_FOUND"));
  EXPECT_EQ(error.status(), Status::invalid);
  EXPECT_EQ(error.code(), 40402);
  EXPECT_STREQ(error.name(), "TOPIC_NOT_FOUND");
  EXPECT_STREQ(error.request_id(), "request-1");
  EXPECT_STREQ(error.what(), "what and where");
  EXPECT_STREQ(error.detail(), "");
}

TEST(Error, is_of_the_class_of_its_status) {
  expect_thrown_as<openons::InvalidError>(ONS_E_INVALID);
  expect_thrown_as<openons::RolledBackError>(ONS_E_INVALID, "TRANSACTION_ROLLED_BACK");
  expect_thrown_as<openons::DeniedError>(ONS_E_DENIED);
  expect_thrown_as<openons::TimeoutError>(ONS_E_TIMEOUT);
  expect_thrown_as<openons::ThrottledError>(ONS_E_THROTTLED);
  expect_thrown_as<openons::UnreachableError>(ONS_E_UNREACHABLE);
  expect_thrown_as<openons::ServerError>(ONS_E_SERVER);
  expect_thrown_as<openons::ClosedError>(ONS_E_CLOSED);
  expect_thrown_as<openons::UnsupportedError>(ONS_E_UNSUPPORTED);
  expect_thrown_as<openons::StateError>(ONS_E_STATE);
  for (ons_status_t status : {ONS_E_FORKED, ONS_E_RUNTIME, ONS_E_VERSION, ONS_E_INTERNAL}) {
    expect_thrown_as<openons::FatalError>(status);
  }
}

TEST(Error, answers_the_questions_of_the_library) {
  EXPECT_TRUE(Error(raw(ONS_E_TIMEOUT, "T")).is_timeout());
  EXPECT_FALSE(Error(raw(ONS_E_SERVER, "S")).is_timeout());
  EXPECT_TRUE(Error(raw(ONS_E_THROTTLED, "T")).is_throttled());
  EXPECT_TRUE(Error(raw(ONS_E_CLOSED, "C")).is_closed());
  EXPECT_TRUE(Error(raw(ONS_E_INTERNAL, "I")).is_fatal());
  EXPECT_FALSE(Error(raw(ONS_E_INVALID, "I")).is_fatal());
  ons_error_t retryable = raw(ONS_E_SERVER, "S");
  retryable.flags = ONS_ERROR_RETRYABLE;
  EXPECT_TRUE(Error(retryable).is_retryable());
}

TEST(ErrorCode, compares_with_statuses_and_with_std_errc) {
  std::error_code error = Status::timeout;
  EXPECT_TRUE(error == Status::timeout);
  EXPECT_TRUE(error == std::errc::timed_out);
  EXPECT_FALSE(error == std::errc::invalid_argument);
  EXPECT_STREQ(error.category().name(), "ons");
  EXPECT_EQ(error.message(), "ONS_E_TIMEOUT");
  EXPECT_FALSE(std::error_code(Status::ok));
}
