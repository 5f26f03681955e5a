package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.bridge.callbacks.Context;
import io.openons.bridge.callbacks.Events;
import io.openons.bridge.callbacks.Tokens;
import io.openons.bridge.frames.FrameSource;
import io.openons.bridge.frames.FrameWriter;
import io.openons.bridge.frames.Numbers;
import io.openons.bridge.frames.Outgoing;
import io.openons.bridge.frames.Refusals;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ProducerConfig;
import io.openons.client.producer.LaterChecker;
import io.openons.client.producer.OnsTransactionProducer;
import io.openons.client.runtime.ClientRuntime;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/** A transaction producer; its checker is a callback, or whoever polls its events. */
public final class TransactionClient extends BridgeClient {
  /** The server asks again, so no more than this needs to be remembered. */
  private static final int MOST_QUESTIONS = 10_000;

  private final OnsTransactionProducer producer;
  private final Context checker;
  private final Tokens<Consumer<TransactionStatus>> questions = new Tokens<>(MOST_QUESTIONS);

  /**
   * A transaction producer.
   *
   * @param checker null when the questions are to become events
   */
  public TransactionClient(Properties properties, Callbacks callbacks, Context checker) {
    super("a transaction producer", callbacks);
    this.checker = checker;
    LaterChecker check = this::check;
    this.producer =
        new OnsTransactionProducer(
            ProducerConfig.from(ClientKind.TRANSACTION_PRODUCER, properties),
            ClientRuntime::shared,
            check);
  }

  @Override
  Admin admin() {
    return producer;
  }

  @Override
  public synchronized void start() {
    if (checker == null && eventsOrNull() == null) {
      throw Refusals.argument(
          "a transaction producer needs a checker, or ons_client_use_events before its start");
    }
    super.start();
  }

  @Override
  public byte[] sendTransaction(Outgoing outgoing, long context) {
    return FrameWriter.sent(
        outgoing.token(),
        producer.send(
            outgoing.message(),
            (message, argument) ->
                status(callbacks().decide(context, FrameWriter.message(0, message))),
            null));
  }

  private void check(Message half, Consumer<TransactionStatus> answer) {
    Events events = eventsOrNull();
    if (events != null) {
      // A question that nobody polls in time is dropped: the server asks again.
      if (events.size() < MOST_QUESTIONS) {
        events.add(() -> List.of(FrameSource.of(FrameWriter.check(questions.add(answer), half))));
      }
    } else if (checker.enter()) {
      TransactionStatus status;
      try {
        status = status(callbacks().decide(checker.number(), FrameWriter.check(0, half)));
      } finally {
        checker.exit();
      }
      answer.accept(status);
    }
  }

  @Override
  public void complete(long token, int result) {
    Consumer<TransactionStatus> answer = questions.take(token);
    if (answer != null && admin().isStarted()) {
      answer.accept(status(result));
    }
  }

  private static TransactionStatus status(int number) {
    return switch (number) {
      case Numbers.TRANSACTION_COMMIT -> TransactionStatus.CommitTransaction;
      case Numbers.TRANSACTION_ROLLBACK -> TransactionStatus.RollbackTransaction;
      default -> TransactionStatus.Unknow;
    };
  }

  @Override
  void closed() {
    if (checker != null) {
      checker.end();
    }
  }
}
