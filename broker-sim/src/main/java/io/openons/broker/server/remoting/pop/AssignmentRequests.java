package io.openons.broker.server.remoting.pop;

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
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.route.RouteRequests;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Answers clients that leave the sharing of queues to the broker how to consume a topic: under
 * leases, from any queue. Clients that broadcast read all queues.
 */
public final class AssignmentRequests {
  private static final int ANY_QUEUE = -1;

  private final Broker broker;
  private final Sessions sessions;

  private AssignmentRequests(Broker broker, Sessions sessions) {
    this.broker = broker;
    this.sessions = sessions;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(Broker broker, Sessions sessions) {
    AssignmentRequests requests = new AssignmentRequests(broker, sessions);
    return Map.of(
        RequestCode.QUERY_ASSIGNMENT,
        Operation.now(AssignmentRequests::needs, requests::assignment));
  }

  private record Question(String topic, String consumerGroup, String messageModel) {
    ResourceName group() {
      return ResourceName.of("", consumerGroup);
    }

    ResourceName topicName() {
      return ResourceName.of("", topic);
    }
  }

  private record Queue(String topic, String brokerName, int queueId) {}

  private record Assigned(Queue messageQueue, String mode, Map<String, String> attachments) {}

  private record Assignment(List<Assigned> messageQueueAssignments) {}

  private static List<Need> needs(Command request) {
    Question question = read(request);
    return PopRequests.needs(question.group(), question.topicName());
  }

  private static Question read(Command request) {
    Question question = Jsons.read(request, Question.class);
    if (question.topic() == null || question.consumerGroup() == null) {
      throw new BrokerException(
          Reason.BAD_REQUEST, "the request has no topic or no consumerGroup; set both");
    }
    return question;
  }

  private Answer assignment(Call call) {
    Question question = read(call.request());
    ResourceName name = question.topicName();
    int queues =
        (name.isRedeliveries() ? broker.redeliveries(name.group()) : broker.topic(name)).queues();
    boolean isBroadcast = "BROADCASTING".equals(question.messageModel());
    if (!isBroadcast) {
      sessions.take(call.peer(), question.group());
    }
    IntStream numbers = isBroadcast ? IntStream.range(0, queues) : IntStream.of(ANY_QUEUE);
    String mode = isBroadcast ? "PULL" : "POP";
    return Answer.done(
        Jsons.write(
            new Assignment(
                numbers
                    .mapToObj(
                        queue ->
                            new Assigned(
                                new Queue(question.topic(), RouteRequests.BROKER_NAME, queue),
                                mode,
                                Map.of()))
                    .toList())));
  }
}
