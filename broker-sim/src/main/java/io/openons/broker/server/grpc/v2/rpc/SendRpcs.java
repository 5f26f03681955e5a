package io.openons.broker.server.grpc.v2.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Caller;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.v2.call.Answers;
import io.openons.broker.server.grpc.v2.call.Statuses;
import io.openons.broker.server.grpc.v2.translate.Names;
import io.openons.broker.server.grpc.v2.translate.SentMessages;
import io.openons.broker.server.net.GroupCommit;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.EndTransactionResponse;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.RecallMessageResponse;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sending, each message of a request with its own result; and what a sender may say about its
 * messages later.
 */
final class SendRpcs {
  private final Broker broker;
  private final AccessControl access;
  private final GroupCommit commit;

  SendRpcs(Broker broker, AccessControl access, GroupCommit commit) {
    this.broker = broker;
    this.access = access;
    this.commit = commit;
  }

  void sendMessage(SendMessageRequest request, StreamObserver<SendMessageResponse> out) {
    Answers.later(
        out,
        status -> SendMessageResponse.newBuilder().setStatus(status).build(),
        () -> publish(request.getMessagesList()));
  }

  private CompletableFuture<SendMessageResponse> publish(List<io.openons.proto.v2.Message> wire) {
    if (wire.isEmpty()) {
      throw new BrokerException(Reason.ILLEGAL_BATCH, "the request has no message");
    }
    ResourceName topic = commonTopic(wire);
    PublishResult[] results = new PublishResult[wire.size()];
    List<Submission> messages = new ArrayList<>(results.length);
    Caller caller = CallInfo.current().caller();
    for (int i = 0; i < results.length; i++) {
      try {
        messages.add(SentMessages.of(wire.get(i), caller.userName()));
      } catch (BrokerException refusal) {
        results[i] =
            PublishResult.refused(wire.get(i).getSystemProperties().getMessageId(), refusal);
      }
    }
    CompletableFuture<List<PublishResult>> published =
        messages.isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : commit.publish(topic, CallInfo.current().clientId(), messages);
    return published.thenApply(
        rest -> {
          Iterator<PublishResult> others = rest.iterator();
          for (int i = 0; i < results.length; i++) {
            results[i] = results[i] == null ? others.next() : results[i];
          }
          return answer(results, caller);
        });
  }

  private static ResourceName commonTopic(List<io.openons.proto.v2.Message> wire) {
    ResourceName topic = Names.of(wire.get(0).getTopic());
    for (io.openons.proto.v2.Message message : wire) {
      ResourceName other = Names.of(message.getTopic());
      if (!other.equals(topic)) {
        throw new BrokerException(
            Reason.ILLEGAL_BATCH,
            "the request has messages of topic %s and of %s; send them apart"
                .formatted(topic, other));
      }
    }
    return topic;
  }

  private SendMessageResponse answer(PublishResult[] results, Caller caller) {
    SendMessageResponse.Builder answer = SendMessageResponse.newBuilder();
    Status overall = null;
    for (PublishResult result : results) {
      Status status = result.refusal() == null ? Statuses.OK : Statuses.of(result.refusal());
      SendResultEntry.Builder entry =
          SendResultEntry.newBuilder()
              .setStatus(status)
              .setMessageId(result.messageId())
              .setOffset(result.offset());
      if (result.transactionId() != null) {
        entry.setTransactionId(access.seal(caller, result.transactionId()));
      }
      if (result.recallHandle() != null) {
        entry.setRecallHandle(access.seal(caller, result.recallHandle()));
      }
      answer.addEntries(entry);
      overall = Statuses.combine(overall, status);
    }
    return answer.setStatus(overall).build();
  }

  void recallMessage(RecallMessageRequest request, StreamObserver<RecallMessageResponse> out) {
    Answers.later(
        out,
        status -> RecallMessageResponse.newBuilder().setStatus(status).build(),
        () ->
            broker
                .recall(
                    Names.of(request.getTopic()),
                    unseal(request.getRecallHandle(), Reason.BAD_REQUEST))
                .thenApply(
                    messageId ->
                        RecallMessageResponse.newBuilder()
                            .setStatus(Statuses.OK)
                            .setMessageId(messageId)
                            .build()));
  }

  void endTransaction(EndTransactionRequest request, StreamObserver<EndTransactionResponse> out) {
    Answers.later(
        out,
        status -> EndTransactionResponse.newBuilder().setStatus(status).build(),
        () ->
            broker
                .endTransaction(
                    Names.of(request.getTopic()),
                    unseal(request.getTransactionId(), Reason.INVALID_TRANSACTION_ID),
                    isCommit(request))
                .thenApply(
                    done -> EndTransactionResponse.newBuilder().setStatus(Statuses.OK).build()));
  }

  private String unseal(String sealed, Reason reason) {
    return access.unseal(CallInfo.current().caller(), sealed, reason);
  }

  private static boolean isCommit(EndTransactionRequest request) {
    return switch (request.getResolution()) {
      case COMMIT -> true;
      case ROLLBACK -> false;
      case TRANSACTION_RESOLUTION_UNSPECIFIED, UNRECOGNIZED ->
          throw new BrokerException(
              Reason.BAD_REQUEST,
              "a transaction ends by COMMIT or ROLLBACK; send nothing while it is open");
    };
  }
}
