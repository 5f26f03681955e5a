package io.openons.broker.server.remoting.group;

import io.openons.broker.core.filter.Filter;
import java.util.List;

/** What a client says about itself, as its JSON has it. */
record Heartbeat(
    String clientID, List<ProducerEntry> producerDataSet, List<ConsumerEntry> consumerDataSet) {
  /** The group in whose name operators' tools read queues. */
  static final String OPERATORS = "TOOLS_CONSUMER";

  Heartbeat {
    producerDataSet = producerDataSet == null ? List.of() : producerDataSet;
    // Operators' tools read queues in the name of a group that is none.
    consumerDataSet =
        consumerDataSet == null
            ? List.of()
            : consumerDataSet.stream()
                .filter(entry -> !OPERATORS.equals(entry.groupName()))
                .toList();
  }

  /** A group that the client sends with. */
  record ProducerEntry(String groupName) {}

  /** A group that the client consumes with. */
  record ConsumerEntry(
      String groupName,
      String messageModel,
      String consumeFromWhere,
      List<SubscriptionEntry> subscriptionDataSet) {
    ConsumerEntry {
      subscriptionDataSet = subscriptionDataSet == null ? List.of() : subscriptionDataSet;
    }

    boolean isBroadcasting() {
      return "BROADCASTING".equals(messageModel);
    }
  }

  /** Which messages of a topic the client wants. */
  record SubscriptionEntry(String topic, String subString, String expressionType, long subVersion) {
    /**
     * Reads the filter.
     *
     * @throws io.openons.broker.core.api.BrokerException when it cannot be understood
     */
    Filter filter() {
      return SubscriptionText.of(expressionType, subString);
    }
  }
}
