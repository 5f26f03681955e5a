package io.openons.broker.core.filter;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.filter.sql.Condition;
import io.openons.broker.core.filter.sql.SyntaxException;
import io.openons.broker.core.filter.sql.Truth;
import io.openons.broker.core.message.Message;

/**
 * Wants messages by a condition over their user properties, in Apache RocketMQ's subset of SQL-92,
 * which package {@link io.openons.broker.core.sql} describes. {@code TAGS} is the message's tag,
 * {@code KEYS} are its keys, separated by spaces. A message is wanted when the condition is true;
 * not when it is false or unknown.
 */
public final class SqlFilter implements Filter {
  private final Condition condition;

  private SqlFilter(Condition condition) {
    this.condition = condition;
  }

  /**
   * Reads an expression of at most {@link Condition#MAX_LENGTH} characters, nested at most {@link
   * Condition#MAX_DEPTH} deep.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_FILTER}, naming the place of the fault and
   *     what was expected there
   */
  public static SqlFilter parse(String expression) {
    try {
      return new SqlFilter(Condition.parse(expression));
    } catch (SyntaxException e) {
      throw new BrokerException(
          Reason.ILLEGAL_FILTER,
          "SQL filter '%s' is wrong at character %d: expected %s, found %s"
              .formatted(
                  Texts.shorten(expression),
                  e.position(),
                  Texts.shorten(e.expected()),
                  Texts.shorten(e.found())));
    }
  }

  @Override
  public boolean mayMatch(int tagHash) {
    return true;
  }

  @Override
  public String expression() {
    return condition.toString();
  }

  @Override
  public boolean matches(Message message) {
    return condition.test(name -> property(message, name)) == Truth.TRUE;
  }

  private static String property(Message message, String name) {
    return switch (name) {
      case "TAGS" -> message.tag();
      case "KEYS" -> message.keys().isEmpty() ? null : String.join(" ", message.keys());
      default -> message.properties().get(name);
    };
  }
}
