package io.openons.tests.interop;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.impl.consumer.DefaultMQPushConsumerImpl;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.compression.CompressionType;
import org.apache.rocketmq.common.message.Message;

/** Apache's Java client 5.x of the remoting protocol, with what earlier ones do not have. */
public final class RemotingClient5Driver extends RemotingClientDriver {
  private RemotingClient5Driver(String endpoint, boolean tls, PrintStream out) {
    super(endpoint, tls, out);
  }

  /** Runs until the end of standard input. */
  public static void main(String[] args) throws IOException {
    var out = System.out;
    System.setOut(System.err); // whatever the client prints is not part of the conversation
    new RemotingClient5Driver(args[0], Boolean.parseBoolean(args[1]), out).run();
  }

  @Override
  Line more(Line line) throws Exception {
    return switch (line.verb()) {
      case "timed" -> timed(line);
      case "recall" -> recall(line);
      case "compressed" -> compressed(line);
      case "traced" -> traced(line);
      case "count" -> count(line);
      default -> super.more(line);
    };
  }

  /** Sends a message that is delivered after a time, which the client says in one of three ways. */
  private Line timed(Line line) throws Exception {
    Message message = message(line);
    int millis = line.number("millis");
    switch (line.get("by")) {
      case "seconds" -> message.setDelayTimeSec(millis / 1000);
      case "millis" -> message.setDelayTimeMs(millis);
      default -> message.setDeliverTimeMs(System.currentTimeMillis() + millis);
    }
    var result = producer().send(message);
    return Line.of("ok", "id", result.getMsgId(), "handle", result.getRecallHandle());
  }

  private Line recall(Line line) throws Exception {
    return Line.of("ok", "id", producer().recallMessage(line.get("topic"), line.get("handle")));
  }

  private Line compressed(Line line) throws Exception {
    producer().setCompressType(CompressionType.of(line.get("type")));
    try {
      return sent(producer().send(message(line)));
    } finally {
      producer().setCompressType(CompressionType.ZLIB);
    }
  }

  /** Sends with a producer that traces, whose end waits until its traces are out. */
  private Line traced(Line line) throws Exception {
    var tracing = new DefaultMQProducer(line.get("group"));
    configure(tracing);
    tracing.setEnableTrace(true);
    tracing.start();
    try {
      return sent(tracing.send(message(line)));
    } finally {
      tracing.shutdown();
    }
  }

  private Line count(Line line) throws Exception {
    var found =
        producer()
            .queryMessage(line.get("topic"), line.get("key"), 32, 0, System.currentTimeMillis());
    return Line.of("ok", "count", String.valueOf(found.getMessageList().size()));
  }

  @Override
  void prepare(DefaultMQPushConsumer consumer, Line line) throws Exception {
    consumer.setClientRebalance(!line.values().containsKey("pop"));
    // What fails comes again after 10 s to 2 h otherwise, which no setting changes.
    var delays = DefaultMQPushConsumerImpl.class.getDeclaredMethod("getPopDelayLevel");
    delays.setAccessible(true);
    Arrays.fill((int[]) delays.invoke(consumer.getDefaultMQPushConsumerImpl()), 1);
  }
}
