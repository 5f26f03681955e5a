package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends and waits; sends and is called back; sends and gets a future; sends and forgets. */
public final class ThreeWaysToSend {
  private static final String TOPIC = "example-normal";
  private static final int DEADLINE_SECONDS = 20;

  private ThreeWaysToSend() {}

  public static void main(String[] args) throws Exception {
    Properties settings = Settings.of(args, "GID_example_normal");
    Inbox inbox = new Inbox();
    try (Consumer consumer = ONSFactory.createConsumer(settings);
        Producer producer = ONSFactory.createProducer(settings)) {
      consumer.subscribe(
          TOPIC,
          "*",
          (message, context) -> {
            inbox.add(message);
            return Action.CommitMessage;
          });
      consumer.start();
      producer.start();

      synchronous(producer);
      withCallback(producer);
      withFuture(producer);
      oneWay(producer);

      inbox.next(4).stream()
          .map(Run::text)
          .sorted()
          .forEach(text -> System.out.println("received: " + text));
    }
  }

  /** No exception means that the server has the message. */
  private static void synchronous(Producer producer) {
    try {
      SendResult sent = producer.send(Run.message(TOPIC, "a", "synchronous"));
      System.out.println("stored, synchronous: " + sent.getMessageId());
    } catch (ONSClientException failure) {
      // The producer has tried three times already. Keep the message, and send it again later.
      throw failure;
    }
  }

  /** The callback is called once, whatever happens. */
  private static void withCallback(Producer producer) throws Exception {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    producer.sendAsync(
        Run.message(TOPIC, "b", "callback"),
        new SendCallback() {
          @Override
          public void onSuccess(SendResult sent) {
            outcome.complete(sent.getMessageId());
          }

          @Override
          public void onException(OnExceptionContext context) {
            outcome.completeExceptionally(context.getException());
          }
        });
    System.out.println(
        "stored, with a callback: " + outcome.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
  }

  private static void withFuture(Producer producer) throws Exception {
    CompletableFuture<SendResult> sent = producer.sendAsync(Run.message(TOPIC, "c", "future"));
    System.out.println(
        "stored, with a future: " + sent.get(DEADLINE_SECONDS, TimeUnit.SECONDS).getMessageId());
  }

  /** Nobody says whether it arrived. */
  private static void oneWay(Producer producer) {
    producer.sendOneway(Run.message(TOPIC, "d", "one-way"));
    System.out.println("sent, one-way");
  }
}
