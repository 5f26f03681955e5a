package io.openons.broker.server.grpc.v1.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Caller;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.TransactionId;
import io.openons.broker.server.grpc.call.Answering;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.v1.call.Commons;
import io.openons.broker.server.grpc.v1.translate.Names;
import io.openons.broker.server.grpc.v1.translate.SentMessages;
import io.openons.broker.server.net.GroupCommit;
import io.openons.proto.v1.EndTransactionRequest;
import io.openons.proto.v1.EndTransactionResponse;
import io.openons.proto.v1.Message;
import io.openons.proto.v1.SendMessageRequest;
import io.openons.proto.v1.SendMessageResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sending a message, and deciding its transaction. */
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
    Answering.later(
        out,
        failure -> SendMessageResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> publish(request.getMessage()));
  }

  private CompletableFuture<SendMessageResponse> publish(Message message) {
    CallInfo info = CallInfo.current();
    Caller caller = info.caller();
    return commit
        .publish(
            Names.of(message.getTopic()),
            sender(info, message),
            List.of(SentMessages.of(message, caller.userName())))
        .thenApply(results -> answer(results.get(0), caller));
  }

  /** A send does not name its client; the members of its group answer for one another. */
  private static String sender(CallInfo info, Message message) {
    return info.clientNamed(
        "producers of " + Names.of(message.getSystemAttribute().getProducerGroup()));
  }

  private SendMessageResponse answer(PublishResult result, Caller caller) {
    if (result.refusal() != null) {
      throw result.refusal();
    }
    SendMessageResponse.Builder answer =
        SendMessageResponse.newBuilder().setCommon(Commons.OK).setMessageId(result.messageId());
    if (result.transactionId() != null) {
      answer.setTransactionId(access.seal(caller, result.transactionId()));
    }
    return answer.build();
  }

  void endTransaction(EndTransactionRequest request, StreamObserver<EndTransactionResponse> out) {
    Answering.later(
        out,
        failure -> EndTransactionResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> {
          Caller caller = CallInfo.current().caller();
          String id =
              access.unseal(caller, request.getTransactionId(), Reason.INVALID_TRANSACTION_ID);
          return broker
              .endTransaction(TransactionId.parse(id), caller.userName(), isCommit(request))
              .thenApply(done -> EndTransactionResponse.newBuilder().setCommon(Commons.OK).build());
        });
  }

  private static boolean isCommit(EndTransactionRequest request) {
    return switch (request.getResolution()) {
      case COMMIT -> true;
      case ROLLBACK -> false;
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.BAD_REQUEST,
              "resolution %d is unknown; a transaction ends by COMMIT or ROLLBACK"
                  .formatted(request.getResolutionValue()));
    };
  }
}
