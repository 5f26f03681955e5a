package io.openons.broker.server.remoting.send;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.TransactionId;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.message.DelayLevels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What clients say about messages that they sent or got: transactions, and what they give back. */
public final class SettleRequests {
  /** Releases from this one on mean what they say about the number of deliveries. */
  private static final int KNOWS_MOST_DELIVERIES = 121;

  private static final int UNDECIDED = 0;
  private static final int COMMIT = 8;
  private static final int ROLLBACK = 12;

  private final Broker broker;
  private final Sessions sessions;

  private SettleRequests(Broker broker, Sessions sessions) {
    this.broker = broker;
    this.sessions = sessions;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(Broker broker, Sessions sessions) {
    SettleRequests requests = new SettleRequests(broker, sessions);
    return Map.of(
        RequestCode.SEND_BACK,
        new Operation(SettleRequests::consumes, requests::giveBack),
        RequestCode.END_TRANSACTION,
        // Only the user who sent the half message may, which the broker checks.
        new Operation(request -> List.of(), requests::endTransaction));
  }

  private static List<Need> consumes(Command request) {
    return List.of(Need.consumeWith(ResourceName.of("", request.text("group"))));
  }

  private CompletableFuture<Answer> giveBack(Call call) {
    Command request = call.request();
    int level = request.integer("delayLevel", 0);
    int retries = request.integer("maxReconsumeTimes", -1);
    Integer most = null;
    if (level < 0) {
      most = 0;
    } else if (retries >= 0 && request.version() >= KNOWS_MOST_DELIVERIES) {
      most = Math.min(retries, Integer.MAX_VALUE - 1) + 1;
    }
    Duration delay = level > 0 ? DelayLevels.of(level) : null;
    return broker
        .redeliver(
            call.name("group"),
            request.number("offset"),
            delay,
            most,
            sessions.senderOn(call.peer()))
        .thenApply(done -> Answer.done());
  }

  private CompletableFuture<Answer> endTransaction(Call call) {
    Command request = call.request();
    TransactionId transaction =
        new TransactionId(request.number("tranStateTableOffset"), request.text("msgId"));
    return switch (request.integer("commitOrRollback")) {
      case UNDECIDED -> CompletableFuture.completedFuture(Answer.done());
      case COMMIT -> end(call, transaction, true);
      case ROLLBACK -> end(call, transaction, false);
      default ->
          throw new BrokerException(
              Reason.BAD_REQUEST,
              "commitOrRollback is %d; allowed are %d (undecided), %d (commit) and %d (roll back)"
                  .formatted(request.integer("commitOrRollback"), UNDECIDED, COMMIT, ROLLBACK));
    };
  }

  private CompletableFuture<Answer> end(Call call, TransactionId transaction, boolean commit) {
    return broker
        .endTransaction(transaction, call.caller().userName(), commit)
        .thenApply(done -> Answer.done());
  }
}
