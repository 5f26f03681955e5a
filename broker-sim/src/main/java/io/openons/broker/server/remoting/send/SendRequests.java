package io.openons.broker.server.remoting.send;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.message.TransactionId;
import io.openons.broker.server.net.GroupCommit;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.call.Refusals;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.message.OffsetId;
import io.openons.broker.server.remoting.message.PropertyKeys;
import io.openons.broker.server.remoting.message.RecallText;
import io.openons.broker.server.remoting.message.SentMessages;
import io.openons.broker.server.remoting.message.SentMessages.Read;
import io.openons.broker.server.remoting.message.SentMessages.Sent;
import io.openons.broker.server.remoting.route.BrokerAddress;
import io.openons.broker.server.remoting.route.RouteRequests;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** Sending one message or several. */
public final class SendRequests {
  private final Broker broker;
  private final AccessControl access;
  private final GroupCommit commit;
  private final BrokerAddress address;
  private final Sessions sessions;

  private SendRequests(
      Broker broker,
      AccessControl access,
      GroupCommit commit,
      BrokerAddress address,
      Sessions sessions) {
    this.broker = broker;
    this.access = access;
    this.commit = commit;
    this.address = address;
    this.sessions = sessions;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(
      Broker broker,
      AccessControl access,
      GroupCommit commit,
      BrokerAddress address,
      Sessions sessions) {
    SendRequests requests = new SendRequests(broker, access, commit, address, sessions);
    Operation send = new Operation(SendRequests::needs, requests::send);
    return Map.of(
        RequestCode.SEND, send, RequestCode.SEND_SHORT, send, RequestCode.SEND_BATCH, send);
  }

  private static List<Need> needs(Command request) {
    ResourceName topic = SendRequest.topic(request);
    if (topic.equals(ResourceName.TRACES)) {
      return List.of();
    }
    // What a member of a group gives back to the group.
    return List.of(topic.isRedeliveries() ? Need.consumeWith(topic.group()) : Need.publish(topic));
  }

  private CompletableFuture<Answer> send(Call call) {
    SendRequest request =
        SendRequest.of(call.request(), call.peer().address().getAddress().getHostAddress());
    long now = System.currentTimeMillis();
    List<Read> read = new ArrayList<>(request.messages().size());
    for (Sent sent : request.messages()) {
      read.add(SentMessages.read(sent, now));
    }
    String sender = sessions.senderOn(call.peer());
    InetSocketAddress self = address.of(call.peer());
    if (request.topic().isRedeliveries()) {
      return again(call, request, read, sender, self);
    }
    OptionalInt queue =
        request.topic().equals(ResourceName.TRACES)
            ? OptionalInt.empty()
            : queue(request, read.size());
    List<Submission> messages = new ArrayList<>(read.size());
    // The answer has one status, so a batch is stored as a whole or not at all.
    Object batch = read.size() == 1 ? null : request;
    for (Read message : read) {
      messages.add(
          new Submission(
              message.message(),
              message.checkImmunity(),
              queue,
              message.producerGroup(),
              call.caller().userName(),
              batch));
    }
    CompletableFuture<List<PublishResult>> published =
        request.topic().equals(ResourceName.TRACES)
            ? broker.trace(sender, messages)
            : commit.publish(request.topic(), sender, messages);
    return published.thenApply(
        results -> answer(call, request.topic(), results, self, read.get(0).message()));
  }

  /** The messages of a batch stay together. */
  private OptionalInt queue(SendRequest request, int messages) {
    if (request.queue() >= 0) {
      return OptionalInt.of(request.queue());
    }
    return messages == 1
        ? OptionalInt.empty()
        : OptionalInt.of(
            ThreadLocalRandom.current().nextInt(broker.topic(request.topic()).queues()));
  }

  /** A member could not give a message back by its place, and sends it itself. */
  private CompletableFuture<Answer> again(
      Call call, SendRequest request, List<Read> read, String sender, InetSocketAddress self) {
    List<CompletableFuture<Void>> stored = new ArrayList<>(read.size());
    List<PublishResult> results = new ArrayList<>(read.size());
    for (Read message : read) {
      stored.add(
          broker.redeliver(
              request.topic().group(), message.message(), request.mostDeliveries(), sender));
      results.add(PublishResult.delayed(message.message().id(), null));
    }
    return CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new))
        .thenApply(done -> answer(call, request.topic(), results, self, read.get(0).message()));
  }

  /** A refusal is the answer, and nothing of a batch is stored then. */
  private Answer answer(
      Call call,
      ResourceName topic,
      List<PublishResult> results,
      InetSocketAddress self,
      Message firstMessage) {
    List<String> ids = new ArrayList<>(results.size());
    for (PublishResult result : results) {
      if (result.refusal() != null) {
        return Refusals.of(result.refusal());
      }
      ids.add(OffsetId.of(self, place(topic, result)));
    }
    PublishResult first = results.get(0);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("msgId", String.join(",", ids));
    fields.put("queueId", String.valueOf(Math.max(0, first.queue())));
    fields.put("queueOffset", String.valueOf(offset(first)));
    fields.put("transactionId", first.messageId());
    fields.put(PropertyKeys.REGION, PropertyKeys.OWN_REGION);
    fields.put(PropertyKeys.TRACES, "true");
    if (first.recallHandle() != null) {
      String handle = access.seal(call.caller(), first.recallHandle());
      fields.put(
          "recallHandle",
          RecallText.of(
              topic.toString(),
              RouteRequests.BROKER_NAME,
              firstMessage.deliveryTime(),
              first.messageId(),
              handle));
    }
    return Answer.done(fields);
  }

  private long place(ResourceName topic, PublishResult result) {
    if (result.transactionId() != null) {
      return OffsetId.nowhere(offset(result));
    }
    return result.queue() == PublishResult.NONE
        ? OffsetId.nowhere(result.messageId().hashCode())
        : broker.position(topic, result.queue(), result.offset());
  }

  /** Clients name a transaction by what they got as the offset of its half message. */
  private static long offset(PublishResult result) {
    return result.transactionId() == null
        ? result.offset()
        : TransactionId.parse(result.transactionId()).offset();
  }
}
