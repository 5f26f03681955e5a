package io.openons.conformance.driver;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.util.List;
import java.util.Properties;

/** Clients by the names of their kinds, and their callbacks, which ask the runner. */
final class Opened {
  private final Conversation conversation;

  Opened(Conversation conversation) {
    this.conversation = conversation;
  }

  Admin open(String kind, String name, Properties properties) {
    return switch (kind) {
      case "producer" -> ONSFactory.createProducer(properties);
      case "ordered-producer" -> ONSFactory.createOrderProducer(properties);
      case "transaction-producer" ->
          ONSFactory.createTransactionProducer(
              properties, half -> decision(conversation.ask("check", name, List.of(half), null)));
      case "consumer" -> ONSFactory.createConsumer(properties);
      case "ordered-consumer" -> ONSFactory.createOrderedConsumer(properties);
      case "batch-consumer" -> ONSFactory.createBatchConsumer(properties);
      case "pull-consumer" -> ONSFactory.createPullConsumer(properties);
      default -> throw new IllegalArgumentException("there is no kind of clients '" + kind + "'");
    };
  }

  void subscribe(Admin client, String name, String topic, String expression, boolean sql) {
    if (client instanceof BatchConsumer consumer) {
      consumer.subscribe(topic, expression, (messages, context) -> action(name, messages));
      return;
    }
    MessageSelector selector =
        sql ? MessageSelector.bySql(expression) : MessageSelector.byTag(expression);
    if (client instanceof OrderConsumer consumer) {
      consumer.subscribe(topic, selector, (message, context) -> orderAction(name, message));
    } else {
      ((Consumer) client)
          .subscribe(topic, selector, (message, context) -> action(name, List.of(message)));
    }
  }

  private Action action(String name, List<Message> messages) {
    return switch (conversation.ask("delivery", name, messages, null)) {
      case "success" -> Action.CommitMessage;
      case "nothing" -> null;
      default -> Action.ReconsumeLater;
    };
  }

  private OrderAction orderAction(String name, Message message) {
    return switch (conversation.ask("delivery", name, List.of(message), null)) {
      case "success" -> OrderAction.Success;
      case "nothing" -> null;
      default -> OrderAction.Suspend;
    };
  }

  static TransactionStatus decision(String answer) {
    return switch (answer) {
      case "commit" -> TransactionStatus.CommitTransaction;
      case "rollback" -> TransactionStatus.RollbackTransaction;
      default -> TransactionStatus.Unknow;
    };
  }
}
