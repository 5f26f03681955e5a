package io.openons.broker.server.remoting.route;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.topic.Permission;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Names;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Jsons;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.codec.ResponseCode;
import io.openons.broker.server.remoting.message.PropertyKeys;
import java.util.List;
import java.util.Map;

/** Answers where a topic is: always here. */
public final class RouteRequests {
  /** Stable over restarts, since clients make state by it. */
  public static final String BROKER_NAME = "openons";

  /** The cluster that this broker is alone in. */
  public static final String CLUSTER = PropertyKeys.OWN_CLUSTER;

  /** Where replies to requests are sent; they are handed on and never stored. */
  private static final String REPLIES = CLUSTER + "_REPLY_TOPIC";

  private static final String TOPIC = "topic";

  /**
   * The topic whose queues clients take for a topic that has no route. Producers ask for it when
   * they start: by the answer one that has not sent yet learns of this broker, connects, and can be
   * asked for the transactions of its group. A send by that route gets the broker's own refusal.
   */
  private static final String DEFAULT_TOPIC = "TBW102";

  private static final int READ = 4;
  private static final int WRITE = 2;

  private final Broker broker;
  private final BrokerAddress address;

  private RouteRequests(Broker broker, BrokerAddress address) {
    this.broker = broker;
    this.address = address;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(Broker broker, BrokerAddress address) {
    RouteRequests requests = new RouteRequests(broker, address);
    return Map.of(RequestCode.ROUTE, Operation.now(RouteRequests::needs, requests::route));
  }

  private static List<Need> needs(Command request) {
    String text = request.text(TOPIC);
    if (hasRouteAlone(text)) {
      return List.of();
    }
    ResourceName name = Names.of(text);
    return List.of(name.isRedeliveries() ? Need.consumeWith(name.group()) : Need.locate(name));
  }

  /** Names that clients send to, or ask for, and that are no topics here. */
  private static boolean hasRouteAlone(String text) {
    return text.equals(DEFAULT_TOPIC)
        || text.equals(REPLIES)
        || Names.of(text).equals(ResourceName.TRACES);
  }

  private record Brokers(
      String brokerName,
      String cluster,
      Map<String, String> brokerAddrs,
      boolean enableActingMaster) {}

  private record Queues(
      String brokerName, int perm, int readQueueNums, int writeQueueNums, int topicSysFlag) {}

  private record Route(
      List<Brokers> brokerDatas, List<Queues> queueDatas, Map<String, String> filterServerTable) {}

  private Answer route(Call call) {
    String text = call.request().text(TOPIC);
    if (hasRouteAlone(text)) {
      // Every topic has a first queue.
      return route(call, 1, Permission.READ_WRITE);
    }
    Topic topic;
    try {
      ResourceName name = call.name(TOPIC);
      topic = name.isRedeliveries() ? broker.redeliveries(name.group()) : broker.topic(name);
    } catch (BrokerException refusal) {
      if (refusal.reason() == Reason.TOO_MANY_REQUESTS) {
        throw refusal;
      }
      // The one code that clients take for an answer and not for a failure.
      return Answer.of(ResponseCode.TOPIC_NOT_EXIST, refusal.getMessage());
    }
    return route(call, topic.queues(), topic.settings().permission());
  }

  private Answer route(Call call, int queues, Permission permission) {
    Route route =
        new Route(
            List.of(
                new Brokers(BROKER_NAME, CLUSTER, Map.of("0", address.text(call.peer())), false)),
            List.of(new Queues(BROKER_NAME, bits(permission), queues, queues, 0)),
            Map.of());
    return Answer.done(Jsons.write(route));
  }

  /** Returns what may be done with a topic as clients read it. */
  public static int bits(Permission permission) {
    return (permission.isReadable() ? READ : 0) | (permission.isWritable() ? WRITE : 0);
  }
}
