package io.openons.broker.server.remoting.pull;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.server.net.Failures;
import io.openons.broker.server.net.WaitingCalls;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.codec.ResponseCode;
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.group.SubscriptionText;
import io.openons.broker.server.remoting.group.Subscriptions;
import io.openons.broker.server.remoting.message.FoundBody;
import io.openons.broker.server.remoting.message.Receiver;
import io.openons.broker.server.remoting.route.BrokerAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads queues at offsets, and holds the answer until there is something to return. */
public final class PullRequests {
  private final Broker broker;
  private final BrokerAddress address;
  private final Sessions sessions;

  /** A read that ends early goes on where it began. */
  private final WaitingCalls<ReadResult> waiting = new WaitingCalls<>(null);

  /** Makes the requests of a broker. */
  public PullRequests(Broker broker, BrokerAddress address, Sessions sessions) {
    this.broker = broker;
    this.address = address;
    this.sessions = sessions;
  }

  /** Returns the operations by code. */
  public Map<Integer, Operation> operations() {
    Operation pull = new Operation(PullRequests::needs, this::pull);
    return Map.of(RequestCode.PULL, pull, RequestCode.LITE_PULL, pull);
  }

  /** Answers all that wait. */
  public void close() {
    waiting.close();
  }

  private static List<Need> needs(Command request) {
    PullRequest pull = PullRequest.of(request);
    if (pull.isOfOperators()) {
      return List.of(Need.INSPECT);
    }
    Need group = Need.consumeWith(pull.group());
    return pull.topic().equals(pull.group().redeliveries())
        ? List.of(group)
        : List.of(group, Need.subscribe(pull.topic()));
  }

  private CompletableFuture<Answer> pull(Call call) {
    PullRequest pull = PullRequest.of(call.request());
    Filter filter;
    if (pull.hasSubscription()) {
      filter = SubscriptionText.of(pull.expressionType(), pull.subscription());
    } else {
      Subscriptions known = sessions.subscriptions(call.peer(), pull.group());
      filter = known == null ? null : known.filter(pull.topic());
      if (filter == null) {
        return answered(
            ResponseCode.SUBSCRIPTION_NOT_EXIST,
            "this connection has no subscription of group %s to topic %s"
                .formatted(pull.group(), pull.topic()));
      }
      if (known.version(pull.topic()) < pull.version()) {
        return answered(
            ResponseCode.SUBSCRIPTION_NOT_LATEST,
            "the last heartbeat had an older subscription of group %s to topic %s"
                .formatted(pull.group(), pull.topic()));
      }
    }
    if (pull.commits()) {
      broker.moveOffset(pull.group(), pull.topic(), pull.queue(), pull.commitOffset());
    }
    CompletableFuture<ReadResult> read =
        waiting.begin(call.peer().connection(), () -> read(pull, filter));
    call.peer().cancelWhenClosed(read);
    Receiver receiver = Receiver.of(call.request(), address.of(call.peer()));
    String topic = call.request().text("topic");
    return read.thenApply(result -> answer(pull, topic, result, receiver))
        .exceptionally(failure -> moved(pull, failure));
  }

  private static CompletableFuture<Answer> answered(int code, String remark) {
    return CompletableFuture.completedFuture(Answer.of(code, remark));
  }

  private CompletableFuture<ReadResult> read(PullRequest pull, Filter filter) {
    return broker.read(
        new ReadRequest(
            pull.isOfOperators() ? null : pull.group(),
            pull.topic(),
            pull.queue(),
            pull.offset(),
            filter,
            pull.maxMessages(),
            pull.waitTime()));
  }

  private Answer answer(PullRequest pull, String topic, ReadResult result, Receiver receiver) {
    if (result == null) {
      return Answer.of(
          ResponseCode.PULL_NOT_FOUND, "the broker stops", offsets(pull, pull.offset()));
    }
    if (result.messages().isEmpty()) {
      return result.nextOffset() > pull.offset()
          ? Answer.of(
              ResponseCode.PULL_RETRY_IMMEDIATELY,
              "no message passed the filter",
              offsets(pull, result.nextOffset()))
          : Answer.of(
              ResponseCode.PULL_NOT_FOUND, "no new message", offsets(pull, result.nextOffset()));
    }
    List<StoredMessage> messages = FoundBody.fitting(result.messages());
    long next =
        messages.size() < result.messages().size()
            ? result.messages().get(messages.size()).offset()
            : result.nextOffset();
    return new Answer(
        ResponseCode.SUCCESS, null, offsets(pull, next), FoundBody.of(topic, messages, receiver));
  }

  /** An offset outside of its queue is answered with the nearest one that the queue has. */
  private Answer moved(PullRequest pull, Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (!(cause instanceof BrokerException refusal) || refusal.reason() != Reason.ILLEGAL_OFFSET) {
      throw failure instanceof CompletionException known ? known : new CompletionException(failure);
    }
    long begin = broker.beginOffset(pull.topic(), pull.queue());
    long nearest = pull.offset() < begin ? begin : broker.endOffset(pull.topic(), pull.queue());
    return Answer.of(ResponseCode.PULL_OFFSET_MOVED, refusal.getMessage(), offsets(pull, nearest));
  }

  /** All four are in every answer; some clients fail without one. */
  private Map<String, String> offsets(PullRequest pull, long next) {
    ResourceName topic = pull.topic();
    return Map.of(
        "suggestWhichBrokerId",
        "0",
        "nextBeginOffset",
        String.valueOf(next),
        "minOffset",
        String.valueOf(broker.beginOffset(topic, pull.queue())),
        "maxOffset",
        String.valueOf(broker.endOffset(topic, pull.queue())));
  }
}
