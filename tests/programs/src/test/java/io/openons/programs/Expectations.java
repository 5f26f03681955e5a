package io.openons.programs;

import java.util.List;

/**
 * Programs in the order in which they are run, consumers first, and the lines that they print, in
 * any order.
 */
record Expectations(List<String> programs, List<String> lines) {
  /** With ons-client and SLF4J alone. */
  static final Expectations CLIENT =
      new Expectations(
          List.of(
              "manual.SimpleMQConsumer",
              "manual.FilterConsumer",
              "manual.SimpleOrderConsumer",
              "manual.TransactionConsumer",
              "manual.TimerConsumer",
              "manual.BroadcastConsumers",
              "manual.SimpleBatchConsumer",
              "styles.Dispatcher",
              "manual.SimpleMQProducer",
              "manual.AsyncProducer",
              "manual.OnewayProducer",
              "manual.SharedProducer",
              "manual.SimpleOrderProducer",
              "manual.SimpleTransactionProducer",
              "manual.MQTimerProducer",
              "manual.PullConsumerClient",
              "manual.SqlFilter",
              "manual.StsProducer",
              "styles.StaticHolder",
              "styles.Failures",
              "styles.NewerClient"),
          """
          SimpleMQConsumer: started
          SimpleMQConsumer: hello 0, key ORDERID_0, tag TagA, attempt 1
          SimpleMQConsumer: hello 1, key ORDERID_1, tag TagA, attempt 2
          SimpleMQConsumer: hello 2, key ORDERID_2, tag TagA, attempt 1
          FilterConsumer: started
          FilterConsumer: oneway 0
          FilterConsumer: oneway 1
          FilterConsumer: from the first
          FilterConsumer: from the second
          FilterConsumer: all, Hello MQ
          SimpleOrderConsumer: started
          SimpleOrderConsumer: step 0 of one order
          SimpleOrderConsumer: step 1 of one order
          SimpleOrderConsumer: step 1 of one order
          SimpleOrderConsumer: step 2 of one order
          TransactionConsumer: started
          TransactionConsumer: committed
          TransactionConsumer: left open
          TimerConsumer: started
          TimerConsumer: delayed
          TimerConsumer: timed
          TimerConsumer: overdue
          BroadcastConsumers: started
          BroadcastConsumers: started
          BroadcastConsumers: one has hello 0
          BroadcastConsumers: one has hello 1
          BroadcastConsumers: one has hello 2
          BroadcastConsumers: two has hello 0
          BroadcastConsumers: two has hello 1
          BroadcastConsumers: two has hello 2
          SimpleBatchConsumer: started
          SimpleBatchConsumer: batch of 3
          Dispatcher: started
          Dispatcher: created {"id":1}, key 'key-1', from web
          Dispatcher: paid {"id":2}, key '', from web
          SimpleMQProducer: sent to normal-topic, id true
          SimpleMQProducer: sent to normal-topic, id true
          SimpleMQProducer: sent to normal-topic, id true
          AsyncProducer: id before the callback true
          AsyncProducer: sent to async-topic
          AsyncProducer: refused for not allowed: blanks, ONSClientException
          OnewayProducer: shut down
          SharedProducer: sent by the first
          SharedProducer: sent by the second
          SimpleOrderProducer: sent to order-topic
          SimpleOrderProducer: sent to order-topic
          SimpleOrderProducer: sent to order-topic
          SimpleTransactionProducer: committed, id true
          SimpleTransactionProducer: rolled back, not sent
          SimpleTransactionProducer: left open, id true
          LocalTransactionCheckerImpl: left open
          MQTimerProducer: sent to timer-topic
          MQTimerProducer: sent to timer-topic
          MQTimerProducer: sent to timer-topic
          PullConsumerClient: hello 0
          PullConsumerClient: hello 1
          PullConsumerClient: hello 2
          SqlFilter: worth 20, amount 20
          StsProducer: sent with both
          StaticHolder: sent true
          StaticHolder: a new message has key '', sharding key '', host '', partition null
          StaticHolder: mocked of a mock, id of a mock
          StaticHolder: true
          Failures: a missing key is an ONSClientException
          Failures: a consumer without a group is an ONSClientException
          Failures: a send before the start is an ONSClientException
          Failures: no body is an ONSClientException
          Failures: no topic is an ONSClientException
          Failures: one-way, no topic is an ONSClientException
          Failures: a send after the end is an ONSClientException
          Failures: no sharding key is an ONSClientException
          Failures: a rollback is an ONSClientException
          Failures: no listener is an ONSClientException
          Failures: done
          NewerClient: limited
          NewerClient: received true
          """
              .lines()
              .toList());

  /** With Spring, or with ons-client-compat. */
  static final Expectations BESIDE =
      new Expectations(
          List.of("spring.XmlBeans", "spring.JavaConfiguration", "compat.JsonMessages"),
          """
          XmlBeans: normal
          XmlBeans: normal, too
          XmlBeans: in order, first
          XmlBeans: in order, second
          XmlBeans: batch of 2
          XmlBeans: asked about transaction
          XmlBeans: transaction
          XmlBeans: sent
          JavaConfiguration: from a context
          JavaConfiguration: sent
          JsonMessages: sent to compat-topic
          JsonMessages: nothing to send
          """
              .lines()
              .toList());
}
