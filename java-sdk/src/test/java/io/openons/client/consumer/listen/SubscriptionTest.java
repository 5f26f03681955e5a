package io.openons.client.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: expressions of subscriptions mean the documented filters.
 *
 * <p>Method: makes subscriptions from tags and SQL.
 *
 * <p>A failure means: a consumer receives other messages than it subscribed to.
 */
class SubscriptionTest {
  private static final MessageListener LISTENER = (message, context) -> Action.CommitMessage;

  @ParameterizedTest
  @CsvSource({
    "*, *",
    "'', *",
    "'  ', *",
    "TagA, TagA",
    "TagA||TagB, TagA||TagB",
    "' TagA  ||TagB || TagC', TagA||TagB||TagC",
    "Tag*, Tag*"
  })
  void expressions_have_one_form_on_the_wire(String given, String onTheWire) {
    assertThat(expression(MessageSelector.byTag(given))).isEqualTo(onTheWire);
  }

  @Test
  void nothing_selects_everything() {
    assertThat(expression(null)).isEqualTo("*");
    assertThat(expression(MessageSelector.byTag(null))).isEqualTo("*");
  }

  private static String expression(MessageSelector selector) {
    return Subscription.of("T", selector, LISTENER, listener -> messages -> true)
        .filter()
        .getExpression();
  }
}
