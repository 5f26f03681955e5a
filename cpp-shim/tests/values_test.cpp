// Goal: texts, times, properties and messages are converted without loss.
// Method: the value classes alone.
// Failure: programs send something else than they hold.
#include "support.hpp"

#include <sstream>

using openons::Message;
using openons::Properties;
using openons::StringView;

TEST(StringView, holds_bytes_with_nul) {
  std::string text("a\0b", 3);
  StringView view = text;
  EXPECT_EQ(view.size(), 3u);
  EXPECT_EQ(view.str(), text);
  EXPECT_EQ(view, StringView(text));
  EXPECT_NE(view, "a");
}

TEST(StringView, of_absent_text_is_empty) {
  StringView view(ons_str_t{nullptr, 0});
  EXPECT_TRUE(view.empty());
  EXPECT_EQ(view.str(), "");
  EXPECT_EQ(view, StringView());
}

TEST(StringView, is_printed_as_its_text) {
  std::ostringstream out;
  out << StringView("hello");
  EXPECT_EQ(out.str(), "hello");
}

TEST(Properties, hold_the_last_value_of_a_key) {
  Properties properties = {{"A", "1"}};
  properties.set("A", 2).set("B", true).set("C", "text");
  EXPECT_EQ(properties.get("A"), "2");
  EXPECT_EQ(properties.get("B"), "true");
  EXPECT_EQ(properties.get("C"), "text");
  EXPECT_EQ(properties.get("D"), "");
}

TEST(Message, counts_its_delivery_time_in_milliseconds_since_1970) {
  Message message("topic", "body");
  message.deliver_at(openons::TimePoint(std::chrono::seconds(5)));
  EXPECT_EQ(message.deliver_at_ms(), 5000);
}

TEST(Waits, that_do_not_fit_the_c_interface_are_cut_to_its_limits) {
  EXPECT_EQ(openons::detail::to_wait(std::chrono::hours(100000)), 2147483647);
  EXPECT_EQ(openons::detail::to_wait(std::chrono::hours(-100000)), -2147483647 - 1);
  EXPECT_EQ(openons::detail::to_wait(std::chrono::seconds(3)), 3000);
}
