package io.openons.broker.server.remoting.send;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.message.RecallText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Keeps delayed messages from being delivered. */
public final class RecallRequests {
  private static final String TOPIC = "topic";

  private final Broker broker;
  private final AccessControl access;

  private RecallRequests(Broker broker, AccessControl access) {
    this.broker = broker;
    this.access = access;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(Broker broker, AccessControl access) {
    RecallRequests requests = new RecallRequests(broker, access);
    return Map.of(
        RequestCode.RECALL,
        new Operation(
            request -> List.of(Need.publish(ResourceName.of("", request.text(TOPIC)))),
            requests::recall));
  }

  private CompletableFuture<Answer> recall(Call call) {
    String sealed = RecallText.handle(call.request().text("recallHandle"));
    String handle = access.unseal(call.caller(), sealed, Reason.BAD_REQUEST);
    return broker
        .recall(call.name(TOPIC), handle)
        .thenApply(id -> Answer.done(Map.of("msgId", id)));
  }
}
