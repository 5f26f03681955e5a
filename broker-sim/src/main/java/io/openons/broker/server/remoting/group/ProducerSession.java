package io.openons.broker.server.remoting.group;

import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Caller;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.TransactionId;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.core.session.ClientSession;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.server.remoting.call.Peer;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.message.MessageBytes;
import io.openons.broker.server.remoting.message.OffsetId;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

/** A client that is connected, as far as it sends. */
final class ProducerSession implements ClientSession {
  private final Peer peer;
  private final String clientId;
  private final Caller caller;
  private final AccessControl access;
  private final InetSocketAddress broker;
  private final Set<String> producerGroups;

  ProducerSession(
      Peer peer,
      String clientId,
      Caller caller,
      AccessControl access,
      InetSocketAddress broker,
      Set<String> producerGroups) {
    this.peer = peer;
    this.clientId = clientId;
    this.caller = caller;
    this.access = access;
    this.broker = broker;
    this.producerGroups = producerGroups;
  }

  @Override
  public String clientId() {
    return clientId;
  }

  @Override
  public Set<String> producerGroups() {
    return producerGroups;
  }

  @Override
  public ClientInfo info() {
    return peer.info();
  }

  @Override
  public String owner() {
    return caller.userName();
  }

  /**
   * Asks the client. It finds whom to ask among its own by the producer group, so one without that
   * group would not answer.
   */
  @Override
  public boolean check(Topic topic, String transactionId, String producerGroup, Message half) {
    if (producerGroup == null
        || !producerGroups.contains(producerGroup)
        || !access.permits(caller, Need.publish(topic.name()))
        || !peer.hasRoom()) {
      return false;
    }
    TransactionId id = TransactionId.parse(transactionId);
    long place = OffsetId.nowhere(id.offset());
    return peer.tell(
        RequestCode.CHECK_TRANSACTION,
        Map.of(
            "tranStateTableOffset",
            String.valueOf(id.offset()),
            "commitLogOffset",
            String.valueOf(place),
            "msgId",
            half.id(),
            "transactionId",
            half.id(),
            "offsetMsgId",
            OffsetId.of(broker, place)),
        MessageBytes.half(topic.name(), half, id.offset(), producerGroup, broker));
  }
}
