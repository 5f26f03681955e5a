package io.openons.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.tools.command.MQAdminStartup;

/**
 * The tool {@code mqadmin} of Apache RocketMQ, moved by lines on standard input. A line {@code run}
 * runs one command, whose arguments are parts of the line, and is answered by what the command
 * prints; a line {@code consume} starts a consumer, for the tool to look at, which reports each
 * message by a line {@code message}; a line {@code end} ends it.
 *
 * <p>Arguments: endpoint, and whether to use TLS.
 */
public final class MqadminDriver {
  private static final PrintStream OUT = System.out;

  private static DefaultMQPushConsumer consumer;

  private MqadminDriver() {}

  /** Runs until the end of standard input. */
  public static void main(String[] args) throws Exception {
    System.setProperty("rocketmq.namesrv.addr", args[0]);
    System.setProperty("tls.enable", args[1]);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String text = in.readLine(); text != null; text = in.readLine()) {
      Line line = Line.parse(text);
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      PrintStream all = new PrintStream(printed, true, UTF_8);
      System.setOut(all);
      System.setErr(all);
      switch (line.verb()) {
        case "run" -> MQAdminStartup.main0(line.get("command").split(" "), null);
        case "consume" -> consume(line);
        case "end" -> consumer.shutdown();
        default -> throw new IllegalArgumentException("unknown: " + line);
      }
      OUT.println(Line.of("ok", "printed", printed.toString(UTF_8)));
    }
  }

  private static void consume(Line line) throws Exception {
    consumer = new DefaultMQPushConsumer(line.get("group"));
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    // The usual 5 s are long for a test that looks at what was committed.
    consumer.setPersistConsumerOffsetInterval(200);
    consumer.subscribe(line.get("topic"), "*");
    consumer.registerMessageListener(
        (MessageListenerConcurrently)
            (messages, context) -> {
              messages.forEach(
                  message -> OUT.println(Line.of("message", "topic", message.getTopic())));
              return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            });
    consumer.start();
  }
}
