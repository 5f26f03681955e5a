package io.openons.broker.server.grpc.v1.translate;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.SqlFilter;
import io.openons.broker.core.filter.TagFilter;
import io.openons.proto.v1.FilterExpression;

/** Filters by tag and by SQL. */
public final class Filters {
  private Filters() {}

  /**
   * Returns a filter.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_FILTER} when it is of another type, or when
   *     the expression does not follow its grammar
   */
  public static Filter of(FilterExpression expression) {
    return switch (expression.getType()) {
      case TAG -> TagFilter.parse(expression.getExpression());
      case SQL -> SqlFilter.parse(expression.getExpression());
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.ILLEGAL_FILTER,
              "filter type %d is unknown; use TAG or SQL".formatted(expression.getTypeValue()));
    };
  }
}
