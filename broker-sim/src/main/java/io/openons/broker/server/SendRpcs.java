package io.openons.broker.server;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.BrokerException;
import io.openons.broker.core.Message;
import io.openons.broker.core.PublishResult;
import io.openons.broker.core.Reason;
import io.openons.broker.core.ResourceName;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sending. Each message of a request has its own result. */
final class SendRpcs {
  private final Broker broker;

  SendRpcs(Broker broker) {
    this.broker = broker;
  }

  void sendMessage(SendMessageRequest request, StreamObserver<SendMessageResponse> out) {
    Answers.later(
        out,
        status -> SendMessageResponse.newBuilder().setStatus(status).build(),
        () -> publish(request.getMessagesList()));
  }

  private CompletableFuture<SendMessageResponse> publish(List<io.openons.proto.v2.Message> wire) {
    if (wire.isEmpty()) {
      throw new BrokerException(Reason.MESSAGE_CORRUPTED, "the request has no message");
    }
    ResourceName topic = commonTopic(wire);
    PublishResult[] results = new PublishResult[wire.size()];
    List<Message> messages = new ArrayList<>(results.length);
    for (int i = 0; i < results.length; i++) {
      try {
        messages.add(Translate.message(wire.get(i)));
      } catch (BrokerException refusal) {
        results[i] =
            PublishResult.refused(wire.get(i).getSystemProperties().getMessageId(), refusal);
      }
    }
    CompletableFuture<List<PublishResult>> published =
        messages.isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : broker.publish(topic, messages);
    return published.thenApply(
        rest -> {
          Iterator<PublishResult> others = rest.iterator();
          for (int i = 0; i < results.length; i++) {
            results[i] = results[i] == null ? others.next() : results[i];
          }
          return answer(results);
        });
  }

  private static ResourceName commonTopic(List<io.openons.proto.v2.Message> wire) {
    ResourceName topic = Translate.name(wire.get(0).getTopic());
    for (io.openons.proto.v2.Message message : wire) {
      ResourceName other = Translate.name(message.getTopic());
      if (!other.equals(topic)) {
        throw new BrokerException(
            Reason.MESSAGE_CORRUPTED,
            "the request has messages of topic %s and of %s; send them apart"
                .formatted(topic, other));
      }
    }
    return topic;
  }

  private static SendMessageResponse answer(PublishResult[] results) {
    SendMessageResponse.Builder answer = SendMessageResponse.newBuilder();
    Status overall = null;
    for (PublishResult result : results) {
      Status status = result.refusal() == null ? Statuses.OK : Statuses.of(result.refusal());
      answer.addEntries(
          SendResultEntry.newBuilder()
              .setStatus(status)
              .setMessageId(result.messageId())
              .setOffset(Math.max(0, result.offset())));
      overall = Statuses.combine(overall, status);
    }
    return answer.setStatus(overall).build();
  }
}
