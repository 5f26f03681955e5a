package io.openons.broker.server.remoting.group;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.member.Membership;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Names;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Jsons;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.codec.ResponseCode;
import io.openons.broker.server.remoting.group.Heartbeat.ConsumerEntry;
import io.openons.broker.server.remoting.group.Heartbeat.SubscriptionEntry;
import io.openons.broker.server.remoting.route.BrokerAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Heartbeats, ends of clients, and the members of groups. */
public final class GroupRequests {
  private static final String CONSUMER_GROUP = "consumerGroup";

  /** Groups in a heartbeat, and topics of one of them. Ours. */
  private static final int MAX_ENTRIES = 1000;

  private final Broker broker;
  private final AccessControl access;
  private final BrokerAddress address;
  private final Sessions sessions;

  private GroupRequests(
      Broker broker, AccessControl access, BrokerAddress address, Sessions sessions) {
    this.broker = broker;
    this.access = access;
    this.address = address;
    this.sessions = sessions;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(
      Broker broker, AccessControl access, BrokerAddress address, Sessions sessions) {
    GroupRequests requests = new GroupRequests(broker, access, address, sessions);
    return Map.of(
        RequestCode.HEARTBEAT, Operation.now(GroupRequests::needs, requests::heartbeat),
        RequestCode.UNREGISTER, Operation.now(request -> List.of(), requests::unregister),
        RequestCode.CONSUMER_IDS, Operation.now(GroupRequests::consumes, requests::consumerIds),
        RequestCode.CHECK_SUBSCRIPTION,
            Operation.now(request -> List.of(), GroupRequests::checkSubscription));
  }

  private static List<Need> consumes(Command request) {
    return List.of(Need.consumeWith(Names.of(request.text(CONSUMER_GROUP))));
  }

  private static List<Need> needs(Command request) {
    List<Need> needs = new ArrayList<>();
    for (ConsumerEntry entry : read(request).consumerDataSet()) {
      needs.add(Need.consumeWith(name("a group", entry.groupName())));
      for (SubscriptionEntry wanted : entry.subscriptionDataSet()) {
        ResourceName topic = name("a topic", wanted.topic());
        if (!topic.isRedeliveries()) {
          needs.add(Need.subscribe(topic));
        } else if (!topic.group().toString().equals(entry.groupName())) {
          needs.add(Need.consumeWith(topic.group()));
        }
      }
    }
    return needs;
  }

  private static Heartbeat read(Command request) {
    Heartbeat heartbeat = Jsons.read(request, Heartbeat.class);
    if (heartbeat.clientID() == null || heartbeat.clientID().isBlank()) {
      throw new BrokerException(Reason.CLIENT_ID_REQUIRED, "the heartbeat has no clientID; set it");
    }
    if (heartbeat.clientID().length() > Limits.MAX_CLIENT_ID) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the client id has %d characters; allowed are %d"
              .formatted(heartbeat.clientID().length(), Limits.MAX_CLIENT_ID));
    }
    checkEntries(heartbeat.consumerDataSet().size());
    checkEntries(heartbeat.producerDataSet().size());
    heartbeat.consumerDataSet().forEach(entry -> checkEntries(entry.subscriptionDataSet().size()));
    return heartbeat;
  }

  private static void checkEntries(int count) {
    if (count > MAX_ENTRIES) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the heartbeat has %d entries in a list; at most %d are allowed"
              .formatted(count, MAX_ENTRIES));
    }
  }

  private static ResourceName name(String what, String text) {
    if (text == null) {
      throw new BrokerException(
          Reason.BAD_REQUEST, "the heartbeat has %s without a name".formatted(what));
    }
    return Names.of(text);
  }

  private Answer heartbeat(Call call) {
    Heartbeat heartbeat = read(call.request());
    Session session = sessions.use(call.peer(), heartbeat.clientID(), call.caller().userName());
    synchronized (session) {
      produces(call, session, heartbeat);
      consumes(session, heartbeat);
    }
    if (!call.peer().isOpen()) {
      // It was closed meanwhile, and what was opened is not forgotten by that.
      sessions.end(session);
    }
    return Answer.done();
  }

  /** The session of a client says in which groups it is, so others take another session. */
  private void produces(Call call, Session session, Heartbeat heartbeat) {
    Set<String> groups = new LinkedHashSet<>();
    heartbeat
        .producerDataSet()
        .forEach(entry -> groups.add(name("a group", entry.groupName()).toString()));
    ProducerSession before = session.producer();
    if (before != null && before.producerGroups().equals(groups)) {
      return;
    }
    ProducerSession now =
        new ProducerSession(
            call.peer(),
            session.senderId(),
            call.caller(),
            access,
            address.of(call.peer()),
            Set.copyOf(groups));
    broker.clients().opened(now);
    session.setProducer(now);
    if (before != null) {
      broker.clients().closed(before);
    }
  }

  /** A heartbeat names all groups that the client is in; it has left the others. */
  private void consumes(Session session, Heartbeat heartbeat) {
    Set<ResourceName> left = new HashSet<>(session.groups().keySet());
    BrokerException refusal = null;
    for (ConsumerEntry entry : heartbeat.consumerDataSet()) {
      ResourceName group = name("a group", entry.groupName());
      try {
        join(session, group, entry);
        left.remove(group);
      } catch (BrokerException e) {
        // The other groups of the client are not to suffer.
        refusal = e;
      }
    }
    left.forEach(group -> leave(session, group));
    if (refusal != null) {
      throw refusal;
    }
  }

  private void join(Session session, ResourceName group, ConsumerEntry entry) {
    Map<ResourceName, Filter> wants = new HashMap<>();
    Map<ResourceName, Long> versions = new HashMap<>();
    for (SubscriptionEntry wanted : entry.subscriptionDataSet()) {
      ResourceName topic = name("a topic", wanted.topic());
      wants.put(topic, wanted.filter());
      versions.put(topic, wanted.subVersion());
    }
    boolean sharesQueues = !entry.isBroadcasting() && !sessions.takes(session, group);
    Membership membership =
        new Membership(session, sharesQueues, start(entry.consumeFromWhere()), wants);
    broker.join(group, membership);
    session.groups().put(group, new Session.Consuming(membership, Map.copyOf(versions)));
  }

  /** Where a new group begins; null when its client finds that out by a time of its own. */
  private StartPosition start(String from) {
    return switch (from == null ? "" : from) {
      case "CONSUME_FROM_FIRST_OFFSET", "CONSUME_FROM_MIN_OFFSET" -> StartPosition.EARLIEST;
      case "CONSUME_FROM_TIMESTAMP" -> null;
      default -> broker.startOfNewGroups();
    };
  }

  private void leave(Session session, ResourceName group) {
    session.groups().remove(group);
    sessions.stopTaking(session, group);
    broker.members().leave(group, session);
  }

  private Answer unregister(Call call) {
    Session session = sessions.find(call.peer(), call.request().text("clientID"));
    String group = call.request().text(CONSUMER_GROUP, "");
    // Only what this connection has said itself is taken back, so it needs no right.
    if (session != null && !group.isEmpty()) {
      synchronized (session) {
        leave(session, Names.of(group));
      }
    }
    return Answer.done();
  }

  private record ConsumerIds(List<String> consumerIdList) {}

  private Answer consumerIds(Call call) {
    ResourceName group = call.name(CONSUMER_GROUP);
    // Only clients that share out the queues among themselves look for the others.
    sessions.share(call.peer(), group);
    List<String> ids = broker.members().clientIds(group);
    return ids.isEmpty()
        ? Answer.of(ResponseCode.SYSTEM_ERROR, "group %s has no members now".formatted(group))
        : Answer.done(Jsons.write(new ConsumerIds(ids)));
  }

  private record CheckedSubscription(SubscriptionEntry subscriptionData) {}

  private static Answer checkSubscription(Call call) {
    CheckedSubscription checked = Jsons.read(call.request(), CheckedSubscription.class);
    if (checked.subscriptionData() != null) {
      checked.subscriptionData().filter();
    }
    return Answer.done();
  }
}
