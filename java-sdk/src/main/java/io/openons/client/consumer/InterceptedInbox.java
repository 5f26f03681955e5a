package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import io.openons.client.interception.Interception;
import io.openons.client.logging.Logs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * An inbox with interceptors around it: before messages are taken, and when they are answered, took
 * too long or went back.
 */
final class InterceptedInbox implements Inbox {
  private static final Logger log = Logs.of(InterceptedInbox.class);

  private final Inbox inbox;
  private final Interception interception;
  private final boolean ordered;
  private final Map<Parcel, Intercepted> open = new ConcurrentHashMap<>();

  /**
   * An inbox.
   *
   * @param ordered whether interceptors see an {@link OrderAction}, not an {@link Action}
   */
  InterceptedInbox(Inbox inbox, Interception interception, boolean ordered) {
    this.inbox = inbox;
    this.interception = interception;
    this.ordered = ordered;
  }

  @Override
  public void arrived(Parcel parcel) {
    Intercepted intercepted = new Intercepted(parcel);
    open.put(parcel, intercepted);
    inbox.arrived(intercepted);
  }

  @Override
  public void settled(Parcel parcel) {
    Intercepted intercepted = open.remove(parcel);
    if (intercepted != null) {
      intercepted.end();
      inbox.settled(intercepted);
    }
  }

  private final class Intercepted implements Parcel {
    private final Parcel parcel;
    private volatile Interception.Round round;

    private Intercepted(Parcel parcel) {
      this.parcel = parcel;
    }

    @Override
    public List<Message> take() {
      List<Message> messages = parcel.take();
      if (messages.isEmpty()) {
        return messages;
      }
      try {
        round = interception.begin(messages);
      } catch (ONSClientException aborted) {
        log.warn("{} are not shown to the program", messages, aborted);
        parcel.answer(false);
        return List.of();
      }
      if (!round.mayGoOn()) {
        parcel.answer(answerOfInterceptors());
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
      return parcel.answer(handled);
    }

    private void end() {
      if (round != null) {
        round.end();
      }
    }
  }
}
