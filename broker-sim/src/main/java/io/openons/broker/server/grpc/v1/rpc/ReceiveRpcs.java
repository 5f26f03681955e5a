package io.openons.broker.server.grpc.v1.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.TakeRequest;
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
import io.openons.proto.v1.AckMessageRequest;
import io.openons.proto.v1.AckMessageResponse;
import io.openons.proto.v1.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v1.ForwardMessageToDeadLetterQueueResponse;
import io.openons.proto.v1.Message;
import io.openons.proto.v1.NackMessageRequest;
import io.openons.proto.v1.NackMessageResponse;
import io.openons.proto.v1.ReceiveMessageRequest;
import io.openons.proto.v1.ReceiveMessageResponse;
import io.openons.proto.v1.Resource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Taking messages under a lease, acknowledging them, giving them back.
 *
 * <p>The client leases for as long as its listener may take, 15 minutes unless it is told another
 * time. The broker holds that lease only while the client lives: what a client had that was killed
 * comes again in half a minute.
 */
final class ReceiveRpcs {
  private final Broker broker;
  private final AccessControl access;
  private final StartPositions starts;
  private final WaitingCalls<List<Delivery>> waiting = new WaitingCalls<>(List.of());

  ReceiveRpcs(Broker broker, AccessControl access, StartPositions starts) {
    this.broker = broker;
    this.access = access;
    this.starts = starts;
  }

  /** Answers whoever waits. */
  void close() {
    waiting.close();
  }

  void receiveMessage(ReceiveMessageRequest request, StreamObserver<ReceiveMessageResponse> out) {
    CallInfo info = CallInfo.current();
    PacedAnswer.later(
        out,
        waiting,
        () -> broker.takeWithRedeliveries(takeRequest(request, info)),
        broker::giveBack,
        (answer, deliveries, failure) -> answer(request, answer, info, deliveries, failure));
  }

  private void answer(
      ReceiveMessageRequest request,
      PacedAnswer<ReceiveMessageResponse> answer,
      CallInfo info,
      List<Delivery> deliveries,
      Throwable failure) {
    if (failure != null) {
      answer.begin(List.of(refused(failure)));
      return;
    }
    try {
      answer.begin(
          Stream.of(deliveries).map(taken -> answer(request, info, taken)),
          PacedAnswer.held(deliveries.stream().map(Delivery::stored)));
    } catch (BrokerException refusal) {
      broker.giveBack(deliveries);
      answer.begin(List.of(refused(refusal)));
    }
  }

  private static ReceiveMessageResponse refused(Throwable failure) {
    return ReceiveMessageResponse.newBuilder().setCommon(Commons.of(failure)).build();
  }

  private TakeRequest takeRequest(ReceiveMessageRequest request, CallInfo info) {
    String clientId = info.clientNamed(request.getClientId());
    ResourceName group = Names.of(request.getGroup());
    ResourceName topic = Names.of(request.getPartition().getTopic());
    starts.begin(
        group,
        topic,
        request.getConsumePolicy(),
        Times.millis(request.getInitializationTimestamp()));
    return new TakeRequest(
        group,
        topic,
        clientId,
        Filters.of(request.getFilterExpression()),
        request.getBatchSize(),
        Times.duration(request.getInvisibleDuration()),
        true,
        WaitTime.within(Times.duration(request.getAwaitTime())),
        null);
  }

  private ReceiveMessageResponse answer(
      ReceiveMessageRequest request, CallInfo info, List<Delivery> deliveries) {
    DeliveryFormat receiver = info.receiver(BodyDigest.MD5);
    ReceiveMessageResponse.Builder answer =
        ReceiveMessageResponse.newBuilder()
            .setCommon(Commons.OK)
            .setDeliveryTimestamp(Times.timestamp(System.currentTimeMillis()))
            .setInvisibleDuration(request.getInvisibleDuration());
    for (Delivery delivery : deliveries) {
      answer.addMessages(message(request, delivery, receiver, info));
    }
    return answer.build();
  }

  private Message message(
      ReceiveMessageRequest request, Delivery delivery, DeliveryFormat receiver, CallInfo info) {
    Resource asked = request.getPartition().getTopic();
    Resource topic =
        delivery.topic().equals(Names.of(asked)) ? asked : Names.resource(delivery.topic());
    Message.Builder message = DeliveredMessages.of(topic, delivery.stored(), receiver);
    message
        .getSystemAttributeBuilder()
        .setReceiptHandle(access.seal(info.caller(), delivery.receiptHandle()))
        .setInvisiblePeriod(request.getInvisibleDuration())
        .setDeliveryAttempt(delivery.attempt());
    return message.build();
  }

  void ackMessage(AckMessageRequest request, StreamObserver<AckMessageResponse> out) {
    Answering.now(
        out,
        failure -> AckMessageResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> {
          if (request.hasOffset()) {
            throw new BrokerException(
                Reason.NOT_IMPLEMENTED,
                "an offset cannot be acknowledged, since the request names no queue;"
                    + " acknowledge receipt handles");
          }
          broker.acknowledge(
              Names.of(request.getGroup()),
              Names.of(request.getTopic()),
              handle(request.getReceiptHandle()));
          return AckMessageResponse.newBuilder().setCommon(Commons.OK).build();
        });
  }

  private String handle(String sealed) {
    return access.unseal(CallInfo.current().caller(), sealed, Reason.INVALID_RECEIPT_HANDLE);
  }

  void nackMessage(NackMessageRequest request, StreamObserver<NackMessageResponse> out) {
    Answering.now(
        out,
        failure -> NackMessageResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> {
          int most = request.getMaxDeliveryAttempts();
          broker.fail(
              Names.of(request.getGroup()),
              Names.of(request.getTopic()),
              handle(request.getReceiptHandle()),
              most > 0 ? most : null);
          return NackMessageResponse.newBuilder().setCommon(Commons.OK).build();
        });
  }

  void forwardToDeadLetters(
      ForwardMessageToDeadLetterQueueRequest request,
      StreamObserver<ForwardMessageToDeadLetterQueueResponse> out) {
    Answering.now(
        out,
        failure ->
            ForwardMessageToDeadLetterQueueResponse.newBuilder()
                .setCommon(Commons.of(failure))
                .build(),
        () -> {
          broker.bury(
              Names.of(request.getGroup()),
              Names.of(request.getTopic()),
              handle(request.getReceiptHandle()));
          return ForwardMessageToDeadLetterQueueResponse.newBuilder().setCommon(Commons.OK).build();
        });
  }
}
