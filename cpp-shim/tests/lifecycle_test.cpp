// Goal: clients are values: moved, closed and destroyed safely at any time.
// Method: moves, closes and destructions in every state, in echo mode.
// Failure: crashes and leaks in programs.
#include "support.hpp"

#include <type_traits>

using openons::Producer;

static_assert(!std::is_copy_constructible<Producer>::value, "a client has one owner");
static_assert(std::is_nothrow_move_constructible<Producer>::value, "clients go into containers");
static_assert(std::is_nothrow_move_constructible<openons::PullConsumer>::value, "clients go into containers");
static_assert(!std::is_copy_constructible<openons::Messages>::value, "received messages have one owner");

TEST(Client, that_was_moved_from_is_closed) {
  Producer first = support::producer();
  Producer second = std::move(first);
  EXPECT_THROW(first.send({support::topic(), "body"}), openons::ClosedError);
  EXPECT_NO_THROW(first.close());
  EXPECT_NE(second.send({support::topic(), "body"}).message_id, "");
}

TEST(Client, that_is_assigned_over_is_closed_first) {
  Producer first = support::producer();
  ons_client_t old = first.handle();
  first = support::producer();
  EXPECT_EQ(ons_client_close(old, nullptr), ONS_E_CLOSED);
  EXPECT_NE(first.send({support::topic(), "body"}).message_id, "");
}

TEST(Client, that_was_made_by_default_is_closed) {
  Producer producer;
  EXPECT_EQ(producer.handle(), 0u);
  EXPECT_THROW(producer.start(), openons::ClosedError);
  EXPECT_THROW(producer.describe(), openons::ClosedError);
}

TEST(Client, is_closed_by_its_destructor) {
  ons_client_t handle;
  {
    Producer producer = support::producer();
    handle = producer.handle();
  }
  EXPECT_EQ(ons_client_close(handle, nullptr), ONS_E_CLOSED);
}

TEST(Client, may_be_closed_twice_but_not_started_again) {
  Producer producer = support::producer();
  producer.close();
  EXPECT_NO_THROW(producer.close());
  EXPECT_THROW(producer.start(), openons::ClosedError);
}

TEST(Client, describes_itself) {
  Producer producer = support::producer();
  EXPECT_NE(producer.describe(), "");
  EXPECT_NE(openons::runtime::describe(), "");
}

TEST(Client, counts_what_it_sent) {
  Producer producer = support::producer();
  producer.send({support::topic(), "body"});
  EXPECT_EQ(producer.statistics().sent, 1u);
}

TEST(Client, takes_new_credentials) {
  Producer producer = support::producer();
  EXPECT_NO_THROW(producer.update_credentials({{"AccessKey", "new"}, {"SecretKey", "new"}}));
}

TEST(Runtime, tells_its_version_and_features) {
  EXPECT_NE(openons::runtime::version(), "");
  EXPECT_TRUE(openons::runtime::supports("echo"));
  EXPECT_FALSE(openons::runtime::supports("no such feature"));
}

TEST(Runtime, refuses_other_options_than_those_it_runs_with) {
  EXPECT_THROW(openons::runtime::open(openons::RuntimeOptions()), openons::StateError);
}

TEST(Runtime, releases_a_log_callback_that_is_replaced) {
  auto token = std::make_shared<int>(0);
  openons::runtime::set_log_callback(openons::LogLevel::info, [token](const openons::LogRecord&) {});
  EXPECT_EQ(token.use_count(), 2);
  openons::runtime::set_log_callback(openons::LogLevel::warn, openons::runtime::LogCallback());
  EXPECT_EQ(token.use_count(), 1);
}
