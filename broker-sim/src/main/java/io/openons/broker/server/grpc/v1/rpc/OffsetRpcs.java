package io.openons.broker.server.grpc.v1.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.server.grpc.call.Answering;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.call.PacedAnswer;
import io.openons.broker.server.grpc.call.WaitTime;
import io.openons.broker.server.grpc.translate.BodyDigest;
import io.openons.broker.server.grpc.translate.DeliveryFormat;
import io.openons.broker.server.grpc.translate.Times;
import io.openons.broker.server.grpc.v1.call.Commons;
import io.openons.broker.server.grpc.v1.translate.DeliveredMessages;
import io.openons.broker.server.grpc.v1.translate.Filters;
import io.openons.broker.server.grpc.v1.translate.Names;
import io.openons.broker.server.net.WaitingCalls;
import io.openons.proto.v1.Partition;
import io.openons.proto.v1.PullMessageRequest;
import io.openons.proto.v1.PullMessageResponse;
import io.openons.proto.v1.QueryOffsetRequest;
import io.openons.proto.v1.QueryOffsetResponse;
import java.util.List;
import java.util.stream.Stream;

/** Reading queues at offsets, for readers that keep their progress themselves. */
final class OffsetRpcs {
  private final Broker broker;

  /** A read that ends early goes on where it began. */
  private final WaitingCalls<ReadResult> waiting = new WaitingCalls<>(null);

  OffsetRpcs(Broker broker) {
    this.broker = broker;
  }

  /** Answers whoever waits. */
  void close() {
    waiting.close();
  }

  void pullMessage(PullMessageRequest request, StreamObserver<PullMessageResponse> out) {
    CallInfo info = CallInfo.current();
    PacedAnswer.later(
        out,
        waiting,
        () -> {
          broker.clients().seen(info.clientNamed(request.getClientId()));
          return broker.read(readRequest(request));
        },
        unread -> {},
        (answer, result, failure) -> answer(request, answer, info, result, failure));
  }

  private void answer(
      PullMessageRequest request,
      PacedAnswer<PullMessageResponse> answer,
      CallInfo info,
      ReadResult result,
      Throwable failure) {
    if (failure != null) {
      answer.begin(List.of(refused(failure)));
    } else if (result == null || result.messages().isEmpty()) {
      answer.begin(List.of(answer(request, result, info)));
    } else {
      try {
        answer.begin(
            Stream.of(result).map(read -> answer(request, read, info)),
            PacedAnswer.held(result.messages().stream()));
      } catch (BrokerException refusal) {
        answer.begin(List.of(refused(refusal)));
      }
    }
  }

  private static PullMessageResponse refused(Throwable failure) {
    return PullMessageResponse.newBuilder().setCommon(Commons.of(failure)).build();
  }

  private static ReadRequest readRequest(PullMessageRequest request) {
    Partition partition = request.getPartition();
    return new ReadRequest(
        Names.of(request.getGroup()),
        Names.of(partition.getTopic()),
        partition.getId(),
        request.getOffset(),
        Filters.of(request.getFilterExpression()),
        request.getBatchSize(),
        WaitTime.within(Times.duration(request.getAwaitTime())));
  }

  private PullMessageResponse answer(PullMessageRequest request, ReadResult result, CallInfo info) {
    ResourceName topic = Names.of(request.getPartition().getTopic());
    int queue = request.getPartition().getId();
    PullMessageResponse.Builder answer =
        PullMessageResponse.newBuilder()
            .setCommon(Commons.OK)
            .setMinOffset(broker.beginOffset(topic, queue))
            .setMaxOffset(broker.endOffset(topic, queue))
            .setNextOffset(result == null ? request.getOffset() : result.nextOffset());
    if (result != null) {
      DeliveryFormat receiver = info.receiver(BodyDigest.MD5);
      result
          .messages()
          .forEach(
              stored ->
                  answer.addMessages(
                      DeliveredMessages.of(request.getPartition().getTopic(), stored, receiver)));
    }
    return answer.build();
  }

  void queryOffset(QueryOffsetRequest request, StreamObserver<QueryOffsetResponse> out) {
    Answering.now(
        out,
        failure -> QueryOffsetResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () ->
            QueryOffsetResponse.newBuilder()
                .setCommon(Commons.OK)
                .setOffset(offset(request))
                .build());
  }

  private long offset(QueryOffsetRequest request) {
    ResourceName topic = Names.of(request.getPartition().getTopic());
    int queue = request.getPartition().getId();
    return switch (request.getPolicy()) {
      case BEGINNING -> broker.beginOffset(topic, queue);
      case END -> broker.endOffset(topic, queue);
      case TIME_POINT -> broker.offsetAt(topic, queue, Times.millis(request.getTimePoint()));
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.BAD_REQUEST,
              "offset policy %d is unknown; use BEGINNING, END or TIME_POINT"
                  .formatted(request.getPolicyValue()));
    };
  }
}
