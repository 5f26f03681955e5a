package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.google.protobuf.Timestamp;
import io.openons.client.consumer.ConsumerCore;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.Rpc;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.QueryOffsetPolicy;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryOffsetResponse;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.UpdateOffsetRequest;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a server can be asked about a queue as a list of messages with offsets. */
public final class QueueCalls {
  private final ClientCore core;
  private final Resource group;

  /** Bound of each call; a pull may take its polling time more. */
  private final Duration timeout;

  /** Calls for a consumer's group. */
  public QueueCalls(ConsumerCore consumer) {
    this.core = consumer.client();
    this.group = consumer.group();
    this.timeout = consumer.requestTimeout();
  }

  /** The offset of the oldest message. */
  CompletableFuture<Long> beginning(MessageQueue queue) {
    return query(queue, QueryOffsetRequest.newBuilder(), QueryOffsetPolicy.BEGINNING);
  }

  /** The offset that the next message gets. */
  public CompletableFuture<Long> end(MessageQueue queue) {
    return query(queue, QueryOffsetRequest.newBuilder(), QueryOffsetPolicy.END);
  }

  /** The offset of the first message that was stored at or after a time. */
  CompletableFuture<Long> at(MessageQueue queue, long millis) {
    Timestamp time =
        Timestamp.newBuilder()
            .setSeconds(Math.floorDiv(millis, 1000L))
            .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
            .build();
    return query(
        queue, QueryOffsetRequest.newBuilder().setTimestamp(time), QueryOffsetPolicy.TIMESTAMP);
  }

  private CompletableFuture<Long> query(
      MessageQueue queue, QueryOffsetRequest.Builder request, QueryOffsetPolicy policy) {
    request.setMessageQueue(queue).setQueryOffsetPolicy(policy);
    return call(Rpc.QUERY_OFFSET, queue, request.build()).thenApply(QueryOffsetResponse::getOffset);
  }

  /** The group's offset; empty when it has none. */
  CompletableFuture<OptionalLong> committed(MessageQueue queue) {
    GetOffsetRequest request =
        GetOffsetRequest.newBuilder().setGroup(group).setMessageQueue(queue).build();
    return call(Rpc.GET_OFFSET, queue, request)
        .thenApply(answer -> OptionalLong.of(answer.getOffset()))
        .exceptionally(
            thrown -> {
              ONSClientException failure = Failures.unwrap(thrown);
              if (failure.getErrorCode() == ErrorCode.OFFSET_NOT_FOUND) {
                return OptionalLong.empty();
              }
              throw failure;
            });
  }

  /** Sets the group's offset. */
  CompletableFuture<Void> commit(MessageQueue queue, long offset) {
    UpdateOffsetRequest request =
        UpdateOffsetRequest.newBuilder()
            .setGroup(group)
            .setMessageQueue(queue)
            .setOffset(offset)
            .build();
    return call(Rpc.UPDATE_OFFSET, queue, request).thenAccept(answer -> {});
  }

  /**
   * Starts a read of up to {@code batch} messages; the server may hold it for {@code longPolling}.
   */
  Pull pull(
      MessageQueue queue, long offset, FilterExpression filter, int batch, Duration longPolling) {
    PullMessageRequest request =
        PullMessageRequest.newBuilder()
            .setGroup(group)
            .setMessageQueue(queue)
            .setOffset(offset)
            .setBatchSize(batch)
            .setFilterExpression(filter)
            .setLongPollingTimeout(ClientCore.duration(longPolling))
            .build();
    return Pull.begin(core.rpc(), queue, request, longPolling.plus(timeout).toNanos());
  }

  private <Q, R> CompletableFuture<R> call(Rpc<Q, R> rpc, MessageQueue queue, Q request) {
    Endpoints to = queue.getBroker().getEndpoints();
    return core.rpc()
        .call(rpc, to, request, timeout.toNanos())
        .exceptionally(
            thrown -> {
              throw new CompletionException(Pull.explained(Failures.unwrap(thrown)));
            });
  }
}
