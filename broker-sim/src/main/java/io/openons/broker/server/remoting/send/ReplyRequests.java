package io.openons.broker.server.remoting.send;

import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.call.Peer;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.codec.ResponseCode;
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.message.OffsetId;
import io.openons.broker.server.remoting.message.PropertyKeys;
import io.openons.broker.server.remoting.message.SentMessages;
import io.openons.broker.server.remoting.route.BrokerAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * Hands replies on to the clients that wait for them; nothing is stored. Who replies needs no right
 * of its own: it must know the id of a request, which only its receivers do.
 */
public final class ReplyRequests {
  private final Sessions sessions;
  private final BrokerAddress address;

  private ReplyRequests(Sessions sessions, BrokerAddress address) {
    this.sessions = sessions;
    this.address = address;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(Sessions sessions, BrokerAddress address) {
    ReplyRequests requests = new ReplyRequests(sessions, address);
    Operation reply = Operation.now(request -> List.of(), requests::reply);
    return Map.of(RequestCode.REPLY, reply, RequestCode.REPLY_SHORT, reply);
  }

  private Answer reply(Call call) {
    Command request = call.request();
    Map<String, String> fields = SendRequest.longFields(request);
    String client =
        SentMessages.property(fields.getOrDefault("properties", ""), PropertyKeys.REPLY_TO);
    if (client == null) {
      return Answer.of(
          ResponseCode.MESSAGE_ILLEGAL,
          "the reply has no property %s; make it from the request"
              .formatted(PropertyKeys.REPLY_TO));
    }
    InetSocketAddress self = address.of(call.peer());
    fields.put("bornHost", text(call.peer().address()));
    fields.put("storeHost", text(self));
    fields.put("storeTimestamp", String.valueOf(System.currentTimeMillis()));
    byte[] body = new byte[request.body().remaining()];
    request.body().duplicate().get(body);
    Peer waiting = sessions.peerOf(client);
    if (waiting != null && waiting.isOpen() && !waiting.hasRoom()) {
      return Answer.of(
          ResponseCode.SYSTEM_BUSY,
          "the client %s that waits for the reply does not take what it is sent; try again later"
              .formatted(client));
    }
    if (waiting == null || !waiting.tell(RequestCode.PUSH_REPLY, fields, body)) {
      return Answer.of(
          ResponseCode.SYSTEM_ERROR,
          "the client %s that waits for the reply is not connected".formatted(client));
    }
    return Answer.done(
        Map.of(
            "msgId",
            OffsetId.of(self, OffsetId.nowhere(request.opaque())),
            "queueId",
            "0",
            "queueOffset",
            "0",
            PropertyKeys.REGION,
            PropertyKeys.OWN_REGION,
            PropertyKeys.TRACES,
            "true"));
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
