package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import com.aliyun.openservices.ons.api.order.ConsumeOrderContext;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderAction;
import io.openons.client.interception.Interception;
import java.util.List;
import java.util.function.Function;

/** Calls listeners of every kind, with the interceptors around them. */
final class ListenerCalls {
  private final Interception interception;

  ListenerCalls(Interception interception) {
    this.interception = interception;
  }

  /** A listener that answers later, for messages in any order. */
  LaterListener later(LaterListener later) {
    return around(later, false);
  }

  /** The same for ordered messages. */
  LaterListener orderedLater(LaterListener later) {
    return around(later, true);
  }

  private LaterListener around(LaterListener later, boolean ordered) {
    return later == null || interception.isEmpty()
        ? later
        : new InterceptedLaterListener(later, interception, ordered);
  }

  ListenerAdapter single(MessageListener listener) {
    return unordered(messages -> listener.consume(messages.get(0), new ConsumeContext()));
  }

  ListenerAdapter batch(BatchMessageListener listener) {
    return unordered(messages -> listener.consume(messages, new ConsumeContext()));
  }

  ListenerAdapter ordered(MessageOrderListener listener) {
    return messages -> {
      Interception.Round round = interception.begin(messages);
      try {
        if (round.mayGoOn()) {
          round
              .context()
              .setOrderAction(listener.consume(messages.get(0), new ConsumeOrderContext()));
        } else if (round.context().getOrderAction().isEmpty()) {
          return true;
        }
        return round.context().getOrderAction().orElse(null) == OrderAction.Success;
      } finally {
        round.end();
      }
    };
  }

  private ListenerAdapter unordered(Function<List<Message>, Action> listener) {
    return messages -> {
      Interception.Round round = interception.begin(messages);
      try {
        if (round.mayGoOn()) {
          round.context().setAction(listener.apply(messages));
        } else if (round.context().getAction().isEmpty()) {
          return true;
        }
        return round.context().getAction().orElse(null) == Action.CommitMessage;
      } finally {
        round.end();
      }
    };
  }
}
