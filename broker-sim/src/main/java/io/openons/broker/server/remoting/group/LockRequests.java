package io.openons.broker.server.remoting.group;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Jsons;
import io.openons.broker.server.remoting.codec.RequestCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Locks of queues, which consumers have while they handle a queue in order. */
public final class LockRequests {
  private final Broker broker;

  private LockRequests(Broker broker) {
    this.broker = broker;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(Broker broker) {
    LockRequests requests = new LockRequests(broker);
    return Map.of(
        RequestCode.LOCK, Operation.now(LockRequests::needs, requests::lock),
        RequestCode.UNLOCK, Operation.now(LockRequests::needs, requests::unlock));
  }

  private record Queue(String brokerName, int queueId, String topic) {
    ResourceName name() {
      return ResourceName.of("", topic == null ? "" : topic);
    }
  }

  private record Queues(String clientId, String consumerGroup, List<Queue> mqSet) {
    Queues {
      mqSet = mqSet == null ? List.of() : mqSet;
    }

    ResourceName group() {
      return ResourceName.of("", consumerGroup);
    }
  }

  private record Locked(List<Queue> lockOKMQSet) {}

  private static List<Need> needs(Command request) {
    return List.of(Need.consumeWith(read(request).group()));
  }

  private static Queues read(Command request) {
    Queues queues = Jsons.read(request, Queues.class);
    if (queues.clientId() == null || queues.consumerGroup() == null) {
      throw new BrokerException(
          Reason.BAD_REQUEST, "the request has no clientId or no consumerGroup; set both");
    }
    return queues;
  }

  private Answer lock(Call call) {
    Queues wanted = read(call.request());
    broker.checkGroup(wanted.group());
    List<Queue> locked = new ArrayList<>();
    for (Queue queue : wanted.mqSet()) {
      // A queue that is not there cannot be locked, which the answer says by leaving it out.
      int queues = broker.administration().topics().queuesOf(queue.name()).orElse(0);
      if (queue.queueId() >= 0
          && queue.queueId() < queues
          && broker
              .queueLocks()
              .lock(wanted.group(), queue.name(), queue.queueId(), wanted.clientId())) {
        locked.add(queue);
      }
    }
    return Answer.done(Jsons.write(new Locked(locked)));
  }

  private Answer unlock(Call call) {
    Queues given = read(call.request());
    for (Queue queue : given.mqSet()) {
      broker.queueLocks().unlock(given.group(), queue.name(), queue.queueId(), given.clientId());
    }
    return Answer.done();
  }
}
