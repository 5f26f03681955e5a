package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** One producer for many threads, and one consumer with many: clients are safe to share. */
public final class ManyThreads {
  private static final String TOPIC = "example-threads";
  private static final int THREADS = 8;
  private static final int MESSAGES = 50;

  private ManyThreads() {}

  public static void main(String[] args) throws Exception {
    Properties settings = Settings.of(args, "GID_example_threads");
    settings.setProperty(PropertyKeyConst.ConsumeThreadNums, "" + THREADS);
    Inbox inbox = new Inbox();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
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

      List<Future<?>> senders =
          IntStream.range(0, THREADS)
              .<Future<?>>mapToObj(thread -> threads.submit(() -> send(producer, thread)))
              .toList();
      for (Future<?> sender : senders) {
        sender.get();
      }
      System.out.println("sent: " + THREADS * MESSAGES + " by " + THREADS + " threads");
      long different = inbox.next(THREADS * MESSAGES).stream().map(Run::text).distinct().count();
      System.out.println("received: " + different);
    } finally {
      threads.shutdown();
    }
  }

  private static void send(Producer producer, int thread) {
    for (int i = 0; i < MESSAGES; i++) {
      producer.send(Run.message(TOPIC, "work", thread + "-" + i));
    }
  }
}
