package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ErrorCode.Category;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.RpcClient;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.PullMessageResponse;
import io.openons.proto.v2.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One reading of a queue at an offset, under way. */
public final class Pull extends ClientCall.Listener<PullMessageResponse> {
  private static final String CALL = "PullMessage";
  private static final long UNKNOWN = -1;

  /**
   * What was read.
   *
   * @param nextOffset where to go on
   */
  record Pulled(List<ReceivedMessage> messages, long nextOffset) {}

  private final MessageQueue queue;
  private final CompletableFuture<Pulled> answer = new CompletableFuture<>();
  private final List<ReceivedMessage> messages = new ArrayList<>();
  private ClientCall<PullMessageRequest, PullMessageResponse> call;
  private Status status;
  private long nextOffset = UNKNOWN;

  private Pull(MessageQueue queue) {
    this.queue = queue;
  }

  static Pull begin(
      RpcClient rpc, MessageQueue queue, PullMessageRequest request, long timeoutNanos) {
    Pull pull = new Pull(queue);
    try {
      pull.call =
          rpc.open(MessagingServiceGrpc.getPullMessageMethod(), pull.from(), timeoutNanos, pull);
      pull.call.request(Integer.MAX_VALUE);
      pull.call.sendMessage(request);
      pull.call.halfClose();
    } catch (RuntimeException | Error refused) {
      pull.answer.completeExceptionally(refused);
    }
    return pull;
  }

  CompletableFuture<Pulled> answer() {
    return answer;
  }

  void cancel() {
    if (call != null) {
      call.cancel("the queue is not read any more", null);
    }
  }

  @Override
  public void onMessage(PullMessageResponse part) {
    switch (part.getContentCase()) {
      case STATUS -> status = part.getStatus();
      case MESSAGE ->
          messages.add(new ReceivedMessage(part.getMessage(), from(), queue.getBroker().getName()));
      case NEXT_OFFSET -> nextOffset = part.getNextOffset();
      case CONTENT_NOT_SET -> {
        // Something newer than this client.
      }
    }
  }

  @Override
  public void onClose(io.grpc.Status end, Metadata trailers) {
    if (!end.isOk()) {
      answer.completeExceptionally(explained(RpcClient.failure(CALL, from(), end)));
    } else if (status != null
        && status.getCode() != Code.OK
        && status.getCode() != Code.MESSAGE_NOT_FOUND) {
      answer.completeExceptionally(explained(Failures.ofAnswer(CALL, from(), status, "")));
    } else if (status == null || nextOffset == UNKNOWN) {
      answer.completeExceptionally(
          new ONSClientException(
              "the server's answer lacks " + (status == null ? "a status" : "the next offset"),
              null,
              ErrorCode.MALFORMED_ANSWER));
    } else {
      answer.complete(new Pulled(messages, nextOffset));
    }
  }

  /** Explains the failure of a server that does not offer reading at offsets. */
  public static ONSClientException explained(ONSClientException failure) {
    if (failure.getErrorCode().category() != Category.NOT_SUPPORTED) {
      return failure;
    }
    return new ONSClientException(
        "this server does not offer reading at offsets, which pull consumers and broadcasting need;"
            + " use a clustering push consumer, or an OpenONS broker: "
            + failure.getMessage(),
        failure);
  }

  private Endpoints from() {
    return queue.getBroker().getEndpoints();
  }
}
