package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.ClientDescription.State;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.bridge.callbacks.Context;
import io.openons.bridge.callbacks.Events;
import io.openons.bridge.frames.Outgoing;
import io.openons.bridge.frames.Refusals;
import io.openons.bridge.frames.StateException;
import java.util.Properties;

/** A client of any kind, as native code sees it. What a kind cannot do, it refuses. */
public abstract class BridgeClient {
  private final String kind;
  private final Callbacks callbacks;
  private volatile Events events;

  /**
   * A client.
   *
   * @param kind what it is called in texts, with its article
   */
  BridgeClient(String kind, Callbacks callbacks) {
    this.kind = kind;
    this.callbacks = callbacks;
  }

  abstract Admin admin();

  final Callbacks callbacks() {
    return callbacks;
  }

  /** The events, or null when there are callbacks instead. */
  public final Events eventsOrNull() {
    return events;
  }

  public final Events events() {
    if (events == null) {
      throw new StateException(
          "this client has callbacks; ons_client_use_events before its start makes them events");
    }
    return events;
  }

  public final synchronized void useEvents() {
    requireNotStarted("ons_client_use_events");
    if (events == null) {
      events = new Events();
    }
  }

  final void requireNotStarted(String what) {
    if (admin().describe().state() != State.CREATED) {
      throw new StateException(what + " is only possible before the start of the client");
    }
  }

  public synchronized void start() {
    admin().start();
  }

  /** Ends the client, then its callbacks and events. */
  public final void close() {
    try {
      admin().shutdown();
    } finally {
      closed();
      if (events != null) {
        events.close();
      }
    }
  }

  /** Releases what was held for callbacks; none of them runs any more. */
  void closed() {}

  public final void updateCredentials(Properties credentials) {
    admin().updateCredential(credentials);
  }

  public final String describe() {
    return admin().describe() + "outcomes = " + (events == null ? "callbacks" : "events") + "\n";
  }

  private ONSClientException cannot(String what) {
    return Refusals.unsupported(kind + " cannot " + what);
  }

  public byte[] send(Outgoing outgoing) {
    throw cannot("send in this way");
  }

  public void sendAsync(Outgoing outgoing, long context) {
    throw cannot("send asynchronously; use a producer");
  }

  public void sendOneway(Outgoing outgoing) {
    throw cannot("send one-way; use a producer");
  }

  public byte[] sendBatch(byte[] frames, int count) {
    throw cannot("send several messages at once; use a producer");
  }

  public byte[] sendFrames(byte[] frames) {
    throw cannot("send frames; use a producer or an ordered producer");
  }

  public byte[] sendTransaction(Outgoing outgoing, long context) {
    throw cannot("send in a transaction; use a transaction producer");
  }

  public String recall(String topic, String handle) {
    throw cannot("take messages back; use a producer");
  }

  public void subscribe(String topic, String expression, int filter, Context listener) {
    throw cannot("subscribe; use a push, ordered or batch consumer");
  }

  public void unsubscribe(String topic) {
    throw cannot("unsubscribe; use a push, ordered or batch consumer");
  }

  public void rateLimit(String topic, double perSecond) {
    throw cannot("limit a rate; use a push or ordered consumer");
  }

  public void setOffsetStore(Context store) {
    throw cannot("keep offsets itself; use a consumer with MessageModel=BROADCASTING");
  }

  public void complete(long token, int result) {
    throw cannot("have events to complete");
  }

  /** The same client as a pull consumer. */
  public PullClient pull() {
    throw cannot("do this; use a pull consumer");
  }
}
