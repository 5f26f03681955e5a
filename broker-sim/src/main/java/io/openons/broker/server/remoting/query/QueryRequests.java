package io.openons.broker.server.remoting.query;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.FoundMessage;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Names;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.codec.ResponseCode;
import io.openons.broker.server.remoting.message.FoundBody;
import io.openons.broker.server.remoting.message.Receiver;
import io.openons.broker.server.remoting.route.BrokerAddress;
import java.util.List;
import java.util.Map;

/** Finds messages by their place, their id or a key. */
public final class QueryRequests {
  private static final int MOST = 64;
  private static final String TOPIC = "topic";

  private final Broker broker;
  private final AccessControl access;
  private final BrokerAddress address;

  private QueryRequests(Broker broker, AccessControl access, BrokerAddress address) {
    this.broker = broker;
    this.access = access;
    this.address = address;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(
      Broker broker, AccessControl access, BrokerAddress address) {
    QueryRequests requests = new QueryRequests(broker, access, address);
    return Map.of(
        // Which right it needs shows when the message is found.
        RequestCode.VIEW, Operation.now(request -> List.of(), requests::view),
        RequestCode.QUERY, Operation.now(QueryRequests::needs, requests::query));
  }

  private static List<Need> needs(Command request) {
    return List.of(Need.locate(Names.of(request.text(TOPIC))));
  }

  private Answer view(Call call) {
    long position = call.request().number("offset");
    FoundMessage found =
        broker
            .administration()
            .messages()
            .at(position)
            .orElseThrow(
                () ->
                    new BrokerException(
                        Reason.BAD_REQUEST,
                        "there is no message at position %d, or no longer".formatted(position)));
    access.require(call.caller(), List.of(Need.locate(found.topic())));
    return new Answer(
        ResponseCode.SUCCESS,
        null,
        Map.of(),
        FoundBody.of(found.topic().toString(), List.of(found.stored()), receiver(call)));
  }

  private Receiver receiver(Call call) {
    return Receiver.of(call.request(), address.of(call.peer()));
  }

  private Answer query(Call call) {
    ResourceName topic = call.name(TOPIC);
    String key = call.request().text("key");
    int most = Math.max(1, Math.min(MOST, call.request().integer("maxNum", MOST)));
    long from = call.request().number("beginTimestamp", 0);
    long to = call.request().number("endTimestamp", Long.MAX_VALUE);
    boolean isId =
        call.request().flag("_UNIQUE_KEY_QUERY")
            || "U".equals(call.request().text("indexType", ""));
    List<StoredMessage> found =
        (isId
                ? broker.administration().messages().byId(topic, key, most)
                : broker.administration().messages().byKey(topic, key, most))
            .stream()
                .filter(stored -> stored.storeTime() >= from && stored.storeTime() <= to)
                .toList();
    Map<String, String> fields =
        Map.of(
            "indexLastUpdateTimestamp",
            String.valueOf(found.stream().mapToLong(StoredMessage::storeTime).max().orElse(0)),
            "indexLastUpdatePhyoffset",
            String.valueOf(found.stream().mapToLong(StoredMessage::position).max().orElse(0)));
    if (found.isEmpty()) {
      return Answer.of(
          ResponseCode.QUERY_NOT_FOUND,
          "topic %s has no message with this key in this time".formatted(topic),
          fields);
    }
    Answer.Body body =
        FoundBody.of(call.request().text(TOPIC), FoundBody.fitting(found), receiver(call));
    return new Answer(ResponseCode.SUCCESS, null, fields, body);
  }
}
