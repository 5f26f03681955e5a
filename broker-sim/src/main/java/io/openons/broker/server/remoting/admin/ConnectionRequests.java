package io.openons.broker.server.remoting.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.openons.broker.core.Broker;
import io.openons.broker.core.admin.view.MemberView;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.FoundMessage;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.core.session.ClientView;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.call.Peer;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Jsons;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.codec.ResponseCode;
import io.openons.broker.server.remoting.codec.Versions;
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.message.Found;
import io.openons.broker.server.remoting.message.MessageBytes;
import io.openons.broker.server.remoting.message.OffsetId;
import io.openons.broker.server.remoting.message.Receiver;
import io.openons.broker.server.remoting.route.BrokerAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Clients: who they are; what operators ask them, which the broker passes on. */
final class ConnectionRequests {
  /** How long a client may take for its answer; tools wait for 5 s or more by themselves. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The languages of the protocol; others are told as another one. */
  private static final Set<String> LANGUAGES =
      Set.of(
          "JAVA", "CPP", "DOTNET", "PYTHON", "DELPHI", "ERLANG", "RUBY", "OTHER", "HTTP", "GO",
          "PHP", "OMS");

  private final Broker broker;
  private final BrokerAddress address;
  private final Sessions sessions;

  private ConnectionRequests(Broker broker, BrokerAddress address, Sessions sessions) {
    this.broker = broker;
    this.address = address;
    this.sessions = sessions;
  }

  static Map<Integer, Operation> operations(
      Broker broker, BrokerAddress address, Sessions sessions) {
    ConnectionRequests requests = new ConnectionRequests(broker, address, sessions);
    return Map.of(
        RequestCode.CONSUMER_CONNECTIONS, Operation.looks(requests::consumers),
        RequestCode.PRODUCER_CONNECTIONS, Operation.looks(requests::producers),
        RequestCode.CONSUMER_RUNNING, Operation.looksLater(requests::running),
        RequestCode.CONSUME_DIRECTLY, Operation.changesLater(requests::consume));
  }

  private record Connection(String clientId, String clientAddr, String language, int version) {
    static Connection of(String clientId, ClientInfo info) {
      return new Connection(
          clientId,
          info.address(),
          LANGUAGES.contains(info.language()) ? info.language() : "OTHER",
          Versions.number(info.version()));
    }
  }

  private record Subscription(
      String topic,
      String subString,
      String expressionType,
      Set<String> tagsSet,
      Set<Integer> codeSet,
      boolean classFilterMode,
      long subVersion) {}

  private record Consumers(
      List<Connection> connectionSet,
      Map<String, Subscription> subscriptionTable,
      String consumeType,
      String messageModel,
      String consumeFromWhere) {}

  private Answer consumers(Call call) {
    ResourceName group = call.name("consumerGroup");
    Collection<MemberView> members = members(group);
    if (members.isEmpty()) {
      return Answer.of(
          ResponseCode.CONSUMER_NOT_ONLINE, "group %s has no client that lives".formatted(group));
    }
    Map<String, Subscription> subscriptions = new TreeMap<>();
    for (MemberView member : members) {
      member
          .subscriptions()
          .forEach(
              (topic, expression) ->
                  subscriptions.put(
                      topic.toString(),
                      new Subscription(
                          topic.toString(), expression, "TAG", Set.of(), Set.of(), false, 0)));
    }
    MemberView.Way way = members.iterator().next().way();
    return Answer.done(
        Jsons.write(
            new Consumers(
                members.stream()
                    .map(member -> Connection.of(member.clientId(), member.info()))
                    .toList(),
                subscriptions,
                "CONSUME_PASSIVELY",
                way == MemberView.Way.ALL_QUEUES ? "BROADCASTING" : "CLUSTERING",
                "CONSUME_FROM_LAST_OFFSET")));
  }

  private Collection<MemberView> members(ResourceName group) {
    return AdminRequests.all(request -> broker.administration().groups().members(group, request));
  }

  private record Producers(List<Connection> connectionSet) {}

  private Answer producers(Call call) {
    String group = call.request().text("producerGroup");
    List<ClientView> producers = broker.administration().clients().producersIn(group);
    if (producers.isEmpty()) {
      return Answer.of(
          ResponseCode.SYSTEM_ERROR,
          "group of producers %s has no client that lives".formatted(Texts.shorten(group)));
    }
    return Answer.done(
        Jsons.write(
            new Producers(
                producers.stream()
                    .map(producer -> Connection.of(producer.clientId(), producer.info()))
                    .toList())));
  }

  private CompletableFuture<Answer> running(Call call) {
    Map<String, String> fields =
        Map.of("jstackEnable", call.request().text("jstackEnable", "false"));
    return passOn(member(call), call, fields, new byte[0]);
  }

  private CompletableFuture<Answer> consume(Call call) {
    String id = call.request().text("msgId");
    Peer member = member(call);
    FoundMessage found = found(call, id);
    ByteBuf body =
        MessageBytes.of(
            UnpooledByteBufAllocator.DEFAULT,
            found.topic().toString(),
            List.of(Found.of(found.stored())),
            new Receiver(address.of(member), Versions.number(member.info().version())));
    byte[] bytes = ByteBufUtil.getBytes(body);
    body.release();
    Map<String, String> fields =
        Map.of("msgId", id, "brokerName", call.request().text("brokerName", ""));
    return passOn(member, call, fields, bytes);
  }

  /** Tools name a message by its offset id, or by its own id and its topic. */
  private FoundMessage found(Call call, String id) {
    if (id.matches("[0-9a-fA-F]{32}")) {
      FoundMessage found = broker.administration().messages().at(OffsetId.place(id)).orElse(null);
      if (found != null) {
        return found;
      }
    }
    String topic = call.request().text("topic", "");
    List<StoredMessage> byId =
        topic.isEmpty()
            ? List.of()
            : broker.administration().messages().byId(ResourceName.of("", topic), id, 1);
    if (byId.isEmpty()) {
      throw new BrokerException(
          Reason.BAD_REQUEST, "there is no message %s, or no longer".formatted(Texts.shorten(id)));
    }
    return new FoundMessage(ResourceName.of("", topic), byId.get(0));
  }

  private Peer member(Call call) {
    ResourceName group = call.name("consumerGroup");
    String clientId = call.request().text("clientId");
    Peer member = sessions.memberOf(group, clientId);
    if (member == null) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "client %s is not in group %s now, or came by another protocol, which cannot be asked this"
              .formatted(Texts.shorten(clientId), group));
    }
    return member;
  }

  private static CompletableFuture<Answer> passOn(
      Peer member, Call call, Map<String, String> more, byte[] body) {
    Map<String, String> fields = new HashMap<>(more);
    for (String field : List.of("consumerGroup", "clientId")) {
      fields.put(field, call.request().text(field));
    }
    return member
        .ask(call.request().code(), fields, body, PATIENCE)
        .thenApply(ConnectionRequests::passBack);
  }

  private static Answer passBack(Command answer) {
    byte[] body = new byte[answer.body().remaining()];
    answer.body().duplicate().get(body);
    return answer.code() == ResponseCode.SUCCESS
        ? Answer.done(body)
        : Answer.of(answer.code(), answer.remark());
  }
}
