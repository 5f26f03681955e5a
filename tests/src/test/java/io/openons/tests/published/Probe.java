package io.openons.tests.published;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.ConsumeOrderContext;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;

/**
 * A program that prints how a client behaves without a server: a line for each subject, with its
 * outcome behind a tab. It runs with a published jar, or ours, on the class path, and names nothing
 * else.
 */
final class Probe {
  private static final String[] KEYS = {
    "SendMsgTimeoutMillis",
    "ConsumeThreadNums",
    "maxReconsumeTimes",
    "MaxReconsumeTimes",
    "consumeTimeout",
    "suspendTimeMillis",
    "consumeMessageBatchMaxSize",
    "batchConsumeMaxAwaitDurationInSeconds",
    "maxCachedMessageAmount",
    "maxCachedMessageSizeInMiB",
    "MessageModel",
    "exactlyOnceDelivery",
    "OnsChannel",
    "isVipChannelEnabled",
    "INSTANCE_ID",
    "maxBatchMessageCount",
    "CheckImmunityTimeInSeconds",
    "PostSubscriptionWhenPull",
    "enableOrderlyConsumeAccelerator",
    "ONSAddr",
    "MQType",
    "InstanceName",
    "pollTimeoutMillis",
    "autoCommitIntervalMillis",
    "ProducerId",
    "ConsumerId",
    "shareOffsetStore",
    "LANGUAGE_IDENTIFIER"
  };
  private static final Object[] VALUES = {
    "", " ", "0", "-1", "1", "5", "2000", "100000", "99999999999", "abc", "true", " 5 ", 5, true
  };

  /** Makes a client of one kind. */
  private interface Kind {
    Admin make(Properties properties);
  }

  private Probe() {}

  public static void main(String[] arguments) {
    properties();
    values();
    clients();
    System.out.flush();
    // Published clients leave threads behind.
    System.exit(0);
  }

  private static void properties() {
    Map<String, Kind> kinds = kinds();
    for (String key : KEYS) {
      for (Object value : VALUES) {
        String text = value instanceof String ? "\"" + value + "\"" : value.toString();
        kinds.forEach(
            (kind, make) -> {
              Properties properties = complete();
              properties.put(key, value);
              print("property " + key + "=" + text + ", " + kind, () -> made(make, properties));
            });
      }
    }
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put("producer", ONSFactory::createProducer);
    kinds.put("order producer", ONSFactory::createOrderProducer);
    kinds.put("consumer", ONSFactory::createConsumer);
    kinds.put("order consumer", ONSFactory::createOrderedConsumer);
    kinds.put("batch consumer", ONSFactory::createBatchConsumer);
    return kinds;
  }

  private static String made(Kind kind, Properties properties) {
    kind.make(properties);
    return "taken";
  }

  private static Properties complete() {
    Properties properties = new Properties();
    properties.put("NAMESRV_ADDR", "127.0.0.1:1");
    properties.put("AccessKey", "a");
    properties.put("SecretKey", "b");
    properties.put("GROUP_ID", "GID_x");
    return properties;
  }

  private static void values() {
    print("new Message(), topic", () -> new Message().getTopic());
    print("new Message(), tag", () -> new Message().getTag());
    print("new Message(), key", () -> new Message().getKey());
    print("new Message(), message id is null", () -> new Message().getMsgID() == null);
    print("new Message(), body", () -> new Message().getBody());
    print("new Message(), sharding key", () -> new Message().getShardingKey());
    print("new Message(), born host is empty", () -> new Message().getBornHost().isEmpty());
    print("new Message(), born timestamp is 0", () -> new Message().getBornTimestamp() == 0);
    print("new Message(), start deliver time", () -> new Message().getStartDeliverTime());
    print("new Message(), reconsume times", () -> new Message().getReconsumeTimes());
    print("new Message(), offset", () -> new Message().getOffset());
    print("new Message(), partition", () -> new Message().getTopicPartition());
    print("new Message(), user properties", () -> new Message().getUserProperties());
    print("new Message(), one user property", () -> new Message().getUserProperties("k"));
    print("new Message(), toString()", () -> new Message());
    print("message, toString()", () -> message());
    print("message, toString() without body", () -> new Message("t", "g", null));
    print("message, equals() of another", () -> message().equals(message()));
    print("message, topic null", () -> new Message(null, "g", new byte[0]).getTopic());
    print("message, tag null", () -> new Message("t", null, new byte[0]).getTag());
    print("message, key null", () -> new Message("t", "g", null, new byte[0]).getKey());
    print("message, user property with key null", () -> with(null, "v").getUserProperties());
    print("message, user property with value null", () -> with("k", null).getUserProperties());
    print("message, user property with key \"\"", () -> with("", "v").getUserProperties());
    print("message, user property", () -> with("k", "v").getUserProperties());
    print(
        "message, user properties set to null",
        () -> {
          Message message = with("k", "v");
          message.setUserProperties(null);
          return message.getUserProperties();
        });
    print(
        "message, user properties are the object that was set",
        () -> {
          Properties own = new Properties();
          Message message = message();
          message.setUserProperties(own);
          return message.getUserProperties() == own;
        });
    print(
        "message, topic set to null",
        () -> {
          Message message = message();
          message.setTopic(null);
          return message.getTopic();
        });
    print(
        "message, tag set to null",
        () -> {
          Message message = message();
          message.setTag(null);
          return message.getTag();
        });
    print(
        "message, key set to null",
        () -> {
          Message message = message();
          message.setKey(null);
          return message.getKey();
        });
    print(
        "message, sharding key set to null",
        () -> {
          Message message = message();
          message.setShardingKey(null);
          return message.getShardingKey();
        });
    print(
        "message, message id set",
        () -> {
          Message message = message();
          message.setMsgID("id");
          return message.getMsgID();
        });
    print(
        "message, start deliver time set",
        () -> {
          Message message = message();
          message.setStartDeliverTime(5);
          return message.getStartDeliverTime();
        });
    print(
        "message, start deliver time below 0",
        () -> {
          Message message = message();
          message.setStartDeliverTime(-5);
          return message.getStartDeliverTime();
        });
    print(
        "message, body is the array that was set",
        () -> {
          byte[] body = {1};
          return new Message("t", "g", body).getBody() == body;
        });
    print(
        "message, written by Java's serialization",
        () -> {
          try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(with("k", "v"));
          }
          return "written";
        });
    print("new SendResult()", () -> new SendResult());
    print(
        "send result, toString()",
        () -> {
          SendResult result = new SendResult();
          result.setTopic("t");
          result.setMessageId("id");
          return result;
        });
    print("partition, toString()", () -> new TopicPartition("t", "p"));
    print(
        "partition, equals()",
        () -> new TopicPartition("t", "p").equals(new TopicPartition("t", "p")));
    print("partition, hashCode()", () -> new TopicPartition("t", "p").hashCode());
    print("partition of nulls", () -> new TopicPartition(null, null));
    print(
        "partition of nulls, equals()",
        () -> new TopicPartition(null, null).equals(new TopicPartition(null, null)));
    print("context, acknowledge index", () -> new ConsumeContext().getAcknowledgeIndex());
    print(
        "context, acknowledge index set",
        () -> {
          ConsumeContext context = new ConsumeContext();
          context.setAcknowledgeIndex(3);
          return context.getAcknowledgeIndex();
        });
    print("order context", () -> new ConsumeOrderContext() != null);
    print("selector of tag null, type", () -> MessageSelector.byTag(null).getType());
    print("selector of tag null, expression", () -> MessageSelector.byTag(null).getSubExpression());
    print("selector of SQL null, type", () -> MessageSelector.bySql(null).getType());
    print("selector of SQL, expression", () -> MessageSelector.bySql("a = 1").getSubExpression());
    print("actions", () -> Arrays.toString(Action.values()));
    print("order actions", () -> Arrays.toString(OrderAction.values()));
    print("transaction statuses", () -> Arrays.toString(TransactionStatus.values()));
    print("exception, message", () -> new ONSClientException("m").getMessage());
    print("exception, toString()", () -> new ONSClientException("m"));
    print("exception without message", () -> new ONSClientException().getMessage());
    print(
        "exception of a cause, message",
        () -> new ONSClientException(new RuntimeException("c")).getMessage());
  }

  private static Message message() {
    return new Message("t", "g", "k", new byte[] {1, 2});
  }

  private static Message with(String key, String value) {
    Message message = message();
    message.putUserProperties(key, value);
    return message;
  }

  private static void clients() {
    for (String missing : new String[] {"NAMESRV_ADDR", "AccessKey", "SecretKey", "GROUP_ID"}) {
      kinds()
          .forEach(
              (kind, make) -> {
                Properties properties = complete();
                properties.remove(missing);
                print("without " + missing + ", " + kind, () -> made(make, properties));
              });
    }
    kinds().forEach((kind, make) -> print("properties null, " + kind, () -> made(make, null)));
    kinds()
        .forEach(
            (kind, make) -> {
              print("not started, isStarted(), " + kind, () -> make.make(complete()).isStarted());
              print("not started, isClosed(), " + kind, () -> make.make(complete()).isClosed());
            });
    print(
        "transaction producer, checker null",
        () ->
            made(properties -> ONSFactory.createTransactionProducer(properties, null), complete()));
    print("producer not started, send()", () -> producer().send(message()));
    print(
        "producer not started, sendOneway()",
        () -> {
          producer().sendOneway(message());
          return "done";
        });
    print("producer not started, send(null)", () -> producer().send(null));
    print(
        "producer not started, updateCredential(null)",
        () -> {
          producer().updateCredential(null);
          return "done";
        });
    print(
        "producer not started, updateCredential() of nothing",
        () -> {
          producer().updateCredential(new Properties());
          return "done";
        });
    print("consumer, subscribe() with topic null", () -> subscribed(null, "*"));
    print("consumer, subscribe() with topic \"\"", () -> subscribed("", "*"));
    print("consumer, subscribe() with expression null", () -> subscribed("t", (String) null));
    print("consumer, subscribe() with expression \"\"", () -> subscribed("t", ""));
    print(
        "consumer, subscribe() with selector null",
        () -> {
          consumer()
              .subscribe("t", (MessageSelector) null, (message, context) -> Action.CommitMessage);
          return "done";
        });
    print(
        "consumer, subscribe() with listener null",
        () -> {
          consumer().subscribe("t", "*", null);
          return "done";
        });
    print(
        "consumer, unsubscribe() of what is not subscribed",
        () -> {
          consumer().unsubscribe("t");
          return "done";
        });
    print(
        "consumer, unsubscribe(null)",
        () -> {
          consumer().unsubscribe(null);
          return "done";
        });
  }

  private static Producer producer() {
    return ONSFactory.createProducer(complete());
  }

  private static Consumer consumer() {
    return ONSFactory.createConsumer(complete());
  }

  private static String subscribed(String topic, String expression) {
    consumer().subscribe(topic, expression, (message, context) -> Action.CommitMessage);
    return "done";
  }

  private static void print(String subject, Callable<Object> action) {
    String outcome;
    try {
      outcome = String.valueOf(action.call());
    } catch (LinkageError e) {
      outcome = e instanceof IncompatibleClassChangeError ? "not there" : "" + e;
    } catch (Throwable e) {
      outcome = e.getClass().getSimpleName();
    }
    System.out.println(subject + "\t" + steady(outcome));
  }

  /** Leaves out what differs from run to run, and from machine to machine. */
  private static String steady(String outcome) {
    return outcome
        .replaceAll("msgId='[0-9A-F]{16,}'", "msgId='...'")
        .replaceAll("bornTimestamp=\\d{10,}", "bornTimestamp=...")
        .replaceAll("bornHost='[^']+'", "bornHost='...'");
  }
}
