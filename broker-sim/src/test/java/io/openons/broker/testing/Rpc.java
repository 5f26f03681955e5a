package io.openons.broker.testing;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.change;
import static io.openons.broker.testing.Samples.endpoints;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.pull;
import static io.openons.broker.testing.Samples.queue;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;

import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryOffsetPolicy;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.SyncLiteSubscriptionRequest;
import io.openons.proto.v2.TransactionResolution;
import io.openons.proto.v2.UpdateOffsetRequest;

/**
 * Every call of the service but Telemetry, with a request in which only the names of topic and
 * group vary: for the rules that hold for all calls.
 */
public enum Rpc {
  QUERY_ROUTE(Names.TOPIC) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request = QueryRouteRequest.newBuilder().setTopic(named(topic)).setEndpoints(endpoints());
      return client.call().queryRoute(request.build()).getStatus();
    }
  },
  HEARTBEAT(Names.GROUP) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request =
          HeartbeatRequest.newBuilder()
              .setGroup(named(group))
              .setClientType(ClientType.PUSH_CONSUMER);
      return client.call().heartbeat(request.build()).getStatus();
    }
  },
  SEND_MESSAGE(Names.TOPIC) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      return client.call().sendMessage(send(message(topic, "hello"))).getStatus();
    }
  },
  QUERY_ASSIGNMENT(Names.TOPIC_AND_GROUP) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request =
          QueryAssignmentRequest.newBuilder()
              .setTopic(named(topic))
              .setGroup(named(group))
              .setEndpoints(endpoints());
      return client.call().queryAssignment(request.build()).getStatus();
    }
  },
  RECEIVE_MESSAGE(Names.TOPIC_AND_GROUP) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      return client.receive(receive(group, topic).setLongPollingTimeout(seconds(0))).status();
    }
  },
  ACK_MESSAGE(Names.TOPIC_AND_GROUP) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      return client.call().ackMessage(ack(group, topic, "a-handle").build()).getStatus();
    }
  },
  CHANGE_INVISIBLE_DURATION(Names.TOPIC_AND_GROUP) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request = change(group, topic, "a-handle", seconds(10));
      return client.call().changeInvisibleDuration(request.build()).getStatus();
    }
  },
  PULL_MESSAGE(Names.TOPIC_AND_GROUP) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      return client.pull(pull(group, topic, 0, 0)).status();
    }
  },
  UPDATE_OFFSET(Names.TOPIC_AND_GROUP) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request =
          UpdateOffsetRequest.newBuilder()
              .setGroup(named(group))
              .setMessageQueue(queue(topic, 0))
              .setOffset(0);
      return client.call().updateOffset(request.build()).getStatus();
    }
  },
  GET_OFFSET(Names.TOPIC_AND_GROUP) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request =
          GetOffsetRequest.newBuilder().setGroup(named(group)).setMessageQueue(queue(topic, 0));
      return client.call().getOffset(request.build()).getStatus();
    }
  },
  QUERY_OFFSET(Names.TOPIC) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request =
          QueryOffsetRequest.newBuilder()
              .setMessageQueue(queue(topic, 0))
              .setQueryOffsetPolicy(QueryOffsetPolicy.END);
      return client.call().queryOffset(request.build()).getStatus();
    }
  },
  NOTIFY_CLIENT_TERMINATION(Names.NONE) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request = NotifyClientTerminationRequest.newBuilder().setGroup(named(group));
      return client.call().notifyClientTermination(request.build()).getStatus();
    }
  },
  FORWARD_MESSAGE_TO_DEAD_LETTER_QUEUE(Names.NONE) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request =
          ForwardMessageToDeadLetterQueueRequest.newBuilder()
              .setGroup(named(group))
              .setTopic(named(topic))
              .setReceiptHandle("a-handle")
              .setMessageId("an-id");
      return client.call().forwardMessageToDeadLetterQueue(request.build()).getStatus();
    }
  },
  END_TRANSACTION(Names.NONE) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request =
          EndTransactionRequest.newBuilder()
              .setTopic(named(topic))
              .setMessageId("an-id")
              .setTransactionId("a-transaction")
              .setResolution(TransactionResolution.COMMIT);
      return client.call().endTransaction(request.build()).getStatus();
    }
  },
  RECALL_MESSAGE(Names.NONE) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request =
          RecallMessageRequest.newBuilder().setTopic(named(topic)).setRecallHandle("a-handle");
      return client.call().recallMessage(request.build()).getStatus();
    }
  },
  SYNC_LITE_SUBSCRIPTION(Names.NONE) {
    @Override
    public Status call(RawClient client, String topic, String group) {
      var request =
          SyncLiteSubscriptionRequest.newBuilder()
              .setTopic(named(topic))
              .setGroup(named(group))
              .addLiteTopicSet("a-lite-topic");
      return client.call().syncLiteSubscription(request.build()).getStatus();
    }
  };

  /** Which names of a request the broker must check. */
  private enum Names {
    NONE,
    TOPIC,
    GROUP,
    TOPIC_AND_GROUP
  }

  private final Names checked;

  Rpc(Names checked) {
    this.checked = checked;
  }

  /** Whether the call needs a good topic. */
  public boolean checksTopic() {
    return checked == Names.TOPIC || checked == Names.TOPIC_AND_GROUP;
  }

  /** Whether the call needs a good consumer group. */
  public boolean checksGroup() {
    return checked == Names.GROUP || checked == Names.TOPIC_AND_GROUP;
  }

  /** Makes the call and returns the status inside its answer. */
  public abstract Status call(RawClient client, String topic, String group);
}
