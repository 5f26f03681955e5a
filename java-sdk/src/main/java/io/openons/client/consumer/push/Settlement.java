package io.openons.client.consumer.push;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.consumer.ConsumerCore;
import io.openons.client.consumer.push.AckLane.Ack;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.Rpc;
import io.openons.client.runtime.InProgress;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.AckMessageResponse;
import io.openons.proto.v2.AckMessageResultEntry;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reports to servers what became of messages. A report that fails is repeated each second, for
 * about a minute; after that the lease runs out and the message comes again.
 */
final class Settlement {
  private static final Log log = Logs.of(Settlement.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 60;

  /** Soon, for another consumer; not at once, this one may still be receiving. */
  private static final Duration HAND_BACK = Duration.ofSeconds(1);

  /** Outcomes that the server does not take; beyond them nothing more is received. */
  private static final int MOST_UNTOLD = 20_000;

  private record LaneKey(Endpoints server, Resource topic) {}

  private final ClientCore core;
  private final Resource group;
  private final OptionalInt maxReconsumeTimes;
  private final long timeoutNanos;
  private final Map<LaneKey, AckLane> lanes = new ConcurrentHashMap<>();
  private final InProgress inProgress = new InProgress();

  /**
   * The settlement of a consumer.
   *
   * @param maxReconsumeTimes redeliveries before a dead letter; empty when the server decides
   */
  Settlement(ConsumerCore consumer, OptionalInt maxReconsumeTimes) {
    this.core = consumer.client();
    this.group = consumer.group();
    this.maxReconsumeTimes = maxReconsumeTimes;
    this.timeoutNanos = consumer.requestTimeout().toNanos();
  }

  /** Whether so many outcomes wait for the server that more messages would fill the memory. */
  boolean isBehind() {
    return inProgress.count() >= MOST_UNTOLD;
  }

  /** The message is done. */
  void acknowledge(ReceivedMessage message) {
    if (begin(message)) {
      lane(message).add(new Ack(message, 1));
    }
  }

  /**
   * The message was not handled: it comes again after the server's back-off, or becomes a dead
   * letter when this consumer was given a limit and the message has reached it.
   */
  void failed(ReceivedMessage message) {
    if (maxReconsumeTimes.isPresent() && message.attempt() > maxReconsumeTimes.getAsInt()) {
      bury(message, maxReconsumeTimes.getAsInt() + 1);
    } else if (begin(message)) {
      lease(message, core.serverSettings().backoff().delay(message.attempt()));
    }
  }

  /**
   * The message becomes a dead letter. When the server refuses for good, the message is kept: it
   * comes again by the back-off, and with its next failure this is tried again.
   *
   * @param maxAttempts how many attempts it could have, which the server is told
   */
  void bury(ReceivedMessage message, int maxAttempts) {
    if (begin(message)) {
      attempt(message, () -> forward(message, maxAttempts), 1, failure -> keep(message, failure));
    }
  }

  /** The message was not looked at; another consumer may have it. */
  void handBack(ReceivedMessage message) {
    if (begin(message)) {
      lease(message, HAND_BACK);
    }
  }

  /** Takes nothing more, and waits until everything is told. */
  void close(Duration limit) {
    inProgress.close();
    if (!inProgress.awaitAtMost(0, limit)) {
      log.warn("shut down before every outcome was told; those messages come again");
    }
  }

  private boolean begin(ReceivedMessage message) {
    boolean begun = inProgress.begin();
    if (!begun) {
      log.debug("{} is not settled after the shutdown", message);
    }
    return begun;
  }

  private void lease(ReceivedMessage message, Duration duration) {
    attempt(
        message,
        () -> changeLease(message, duration),
        1,
        failure -> {
          log.warn(
              "{} could not be given back, it comes again later: {}",
              message,
              failure.getMessage());
          inProgress.end();
        });
  }

  /** A dead letter that nobody takes stays what it was, and is tried again at its next attempt. */
  private void keep(ReceivedMessage message, ONSClientException failure) {
    core.telemetry().deadLetterRefused(message.topic(), failure.getErrorCode());
    log.error(
        "{} could not be made a dead letter and comes again by the back-off; see that group {} can"
            + " have dead letters: {}",
        message,
        group.getName(),
        failure.getMessage());
    lease(message, core.serverSettings().backoff().delay(message.attempt()));
  }

  /** Tries until it worked, or there is no point or no time left. */
  private void attempt(
      ReceivedMessage message,
      Supplier<CompletableFuture<?>> request,
      int attempt,
      Consumer<ONSClientException> givenUp) {
    begun(request)
        .whenComplete(
            (answer, thrown) -> {
              ONSClientException failure = thrown == null ? null : Failures.unwrap(thrown);
              if (failure == null || isRepetition(failure.getErrorCode(), attempt)) {
                inProgress.end();
              } else if (isWorthRepeating(failure) && attempt < ATTEMPTS) {
                core.timer().after(PAUSE, () -> attempt(message, request, attempt + 1, givenUp));
              } else {
                givenUp.accept(failure);
              }
            });
  }

  private static CompletableFuture<?> begun(Supplier<CompletableFuture<?>> request) {
    try {
      return request.get();
    } catch (RuntimeException | Error broken) {
      return CompletableFuture.failedFuture(broken);
    }
  }

  /** What the server may take later, and what this client had no memory for. */
  private static boolean isWorthRepeating(ONSClientException failure) {
    return failure.isRetryable() || failure.getCause() instanceof Error;
  }

  /** The answer to an earlier attempt got lost, and its work was done: the handle is used up. */
  private static boolean isRepetition(ErrorCode code, int attempt) {
    return attempt > 1 && code == ErrorCode.INVALID_RECEIPT_HANDLE;
  }

  private CompletableFuture<?> changeLease(ReceivedMessage message, Duration duration) {
    return core.rpc()
        .call(
            Rpc.CHANGE_LEASE,
            message.from(),
            ChangeInvisibleDurationRequest.newBuilder()
                .setGroup(group)
                .setTopic(message.wire().getTopic())
                .setMessageId(message.id())
                .setReceiptHandle(message.receiptHandle())
                .setInvisibleDuration(ClientCore.duration(duration))
                .build(),
            timeoutNanos);
  }

  private CompletableFuture<?> forward(ReceivedMessage message, int maxAttempts) {
    return core.rpc()
        .call(
            Rpc.FORWARD_TO_DEAD_LETTERS,
            message.from(),
            ForwardMessageToDeadLetterQueueRequest.newBuilder()
                .setGroup(group)
                .setTopic(message.wire().getTopic())
                .setMessageId(message.id())
                .setReceiptHandle(message.receiptHandle())
                .setDeliveryAttempt(message.attempt())
                .setMaxDeliveryAttempts(maxAttempts)
                .build(),
            timeoutNanos);
  }

  private AckLane lane(ReceivedMessage message) {
    return lanes.computeIfAbsent(
        new LaneKey(message.from(), message.wire().getTopic()),
        key -> new AckLane(batch -> request(key, batch), this::acknowledged));
  }

  private CompletableFuture<AckMessageResponse> request(LaneKey key, List<Ack> batch) {
    AckMessageRequest.Builder request =
        AckMessageRequest.newBuilder().setGroup(group).setTopic(key.topic());
    AckLane.fill(request, batch);
    return core.rpc().call(Rpc.ACK_MESSAGE, key.server(), request.build(), timeoutNanos);
  }

  private void acknowledged(List<Ack> batch, AckMessageResponse answer, Throwable thrown) {
    if (thrown != null) {
      ONSClientException failure = Failures.unwrap(thrown);
      boolean again = isWorthRepeating(failure);
      batch.forEach(
          ack -> notAcknowledged(ack, failure.getErrorCode(), again, failure.getMessage()));
      return;
    }
    Map<String, AckMessageResultEntry> refused =
        answer.getEntriesList().stream()
            .filter(entry -> entry.getStatus().getCode() != Code.OK)
            .collect(
                java.util.stream.Collectors.toMap(
                    AckMessageResultEntry::getReceiptHandle, entry -> entry, (one, two) -> one));
    for (Ack ack : batch) {
      AckMessageResultEntry entry = refused.get(ack.message().receiptHandle());
      if (entry == null) {
        inProgress.end();
      } else {
        notAcknowledged(
            ack,
            ErrorCode.of(entry.getStatus().getCodeValue()),
            ErrorCode.of(entry.getStatus().getCodeValue()).isRetryable(),
            entry.getStatus().getCode() + ": " + entry.getStatus().getMessage());
      }
    }
  }

  private void notAcknowledged(Ack ack, ErrorCode code, boolean again, String why) {
    if (isRepetition(code, ack.attempts())) {
      inProgress.end();
    } else if (again && ack.attempts() < ATTEMPTS) {
      core.timer()
          .after(PAUSE, () -> lane(ack.message()).add(new Ack(ack.message(), ack.attempts() + 1)));
    } else {
      log.warn("{} could not be acknowledged, it may come again: {}", ack.message(), why);
      inProgress.end();
    }
  }
}
