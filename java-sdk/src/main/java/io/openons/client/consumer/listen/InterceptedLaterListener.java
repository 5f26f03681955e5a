package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import io.openons.client.interception.Interception;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A listener that answers later, with interceptors around it: before messages are taken, and when
 * they are answered, took too long or went back.
 */
final class InterceptedLaterListener implements LaterListener {
  private static final Log log = Logs.of(InterceptedLaterListener.class);

  private final LaterListener listener;
  private final Interception interception;
  private final boolean ordered;
  private final Map<Handout, Intercepted> open = new ConcurrentHashMap<>();

  /**
   * A listener inside of interceptors.
   *
   * @param ordered whether interceptors see an {@link OrderAction}, not an {@link Action}
   */
  InterceptedLaterListener(LaterListener listener, Interception interception, boolean ordered) {
    this.listener = listener;
    this.interception = interception;
    this.ordered = ordered;
  }

  @Override
  public void arrived(Handout handout) {
    Intercepted intercepted = new Intercepted(handout);
    open.put(handout, intercepted);
    listener.arrived(intercepted);
  }

  @Override
  public void settled(Handout handout) {
    Intercepted intercepted = open.remove(handout);
    if (intercepted != null) {
      intercepted.end();
      listener.settled(intercepted);
    }
  }

  private final class Intercepted implements Handout {
    private final Handout handout;
    private volatile Interception.Round round;

    private Intercepted(Handout handout) {
      this.handout = handout;
    }

    @Override
    public List<Message> take() {
      List<Message> messages = handout.take();
      if (messages.isEmpty()) {
        return messages;
      }
      try {
        round = interception.begin(messages);
      } catch (ONSClientException aborted) {
        log.warn("{} are not shown to the program", messages, aborted);
        handout.answer(false);
        return List.of();
      }
      if (!round.mayGoOn()) {
        handout.answer(answerOfInterceptors());
        return List.of();
      }
      return messages;
    }

    /** Interceptors that keep messages to themselves have handled them, unless they say other. */
    private boolean answerOfInterceptors() {
      return ordered
          ? round.context().getOrderAction().orElse(OrderAction.Success) == OrderAction.Success
          : round.context().getAction().orElse(Action.CommitMessage) == Action.CommitMessage;
    }

    @Override
    public boolean answer(boolean handled) {
      if (ordered) {
        round.context().setOrderAction(handled ? OrderAction.Success : OrderAction.Suspend);
      } else {
        round.context().setAction(handled ? Action.CommitMessage : Action.ReconsumeLater);
      }
      return handout.answer(handled);
    }

    private void end() {
      if (round != null) {
        round.end();
      }
    }
  }
}
