package io.openons.broker.server.grpc.v2.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Caller;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.call.PacedAnswer;
import io.openons.broker.server.grpc.call.WaitTime;
import io.openons.broker.server.grpc.translate.DeliveryFormat;
import io.openons.broker.server.grpc.translate.Times;
import io.openons.broker.server.grpc.v2.call.Answers;
import io.openons.broker.server.grpc.v2.call.Statuses;
import io.openons.broker.server.grpc.v2.translate.DeliveredMessages;
import io.openons.broker.server.grpc.v2.translate.Filters;
import io.openons.broker.server.grpc.v2.translate.Names;
import io.openons.broker.server.net.WaitingCalls;
import io.openons.proto.v2.AckMessageEntry;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.AckMessageResponse;
import io.openons.proto.v2.AckMessageResultEntry;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import io.openons.proto.v2.ChangeInvisibleDurationResponse;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueResponse;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.ReceiveMessageResponse;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Taking messages under a lease, acknowledging them, changing the lease. */
final class ReceiveRpcs {
  /** Shortest lease that a receive of this protocol may ask for, as Apache RocketMQ has it. */
  private static final Duration MIN_LEASE = Duration.ofSeconds(10);

  /** Most deliveries that one request acknowledges; our own client names 256. */
  private static final int MAX_ACKNOWLEDGED = 1024;

  private final Broker broker;
  private final AccessControl access;
  private final WaitingCalls<List<Delivery>> waiting = new WaitingCalls<>(List.of());

  ReceiveRpcs(Broker broker, AccessControl access) {
    this.broker = broker;
    this.access = access;
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
        () -> broker.takeWithRedeliveries(takeRequest(request)),
        broker::giveBack,
        (answer, deliveries, failure) -> answer(request, answer, info, deliveries, failure));
  }

  private TakeRequest takeRequest(ReceiveMessageRequest request) {
    String clientId = CallInfo.current().requireClientId();
    return new TakeRequest(
        Names.of(request.getGroup()),
        Names.of(request.getMessageQueue().getTopic()),
        clientId,
        Filters.of(request.getFilterExpression()),
        request.getBatchSize(),
        lease(request),
        request.getAutoRenew(),
        WaitTime.within(
            request.hasLongPollingTimeout()
                ? Times.duration(request.getLongPollingTimeout())
                : Limits.MAX_POLLING),
        request.hasAttemptId() ? request.getAttemptId() : null);
  }

  private static Duration lease(ReceiveMessageRequest request) {
    if (request.getAutoRenew()) {
      return Duration.ZERO;
    }
    Duration lease = Times.duration(request.getInvisibleDuration());
    if (lease.compareTo(MIN_LEASE) < 0 || lease.compareTo(Limits.MAX_LEASE) > 0) {
      throw new BrokerException(
          Reason.ILLEGAL_LEASE,
          "invisible duration is %s; allowed are %s to %s"
              .formatted(lease, MIN_LEASE, Limits.MAX_LEASE));
    }
    return lease;
  }

  private void answer(
      ReceiveMessageRequest request,
      PacedAnswer<ReceiveMessageResponse> answer,
      CallInfo info,
      List<Delivery> deliveries,
      Throwable failure) {
    if (failure != null) {
      answer.begin(List.of(frame(Statuses.of(failure)), end()));
    } else if (deliveries.isEmpty()) {
      Status none = Statuses.of(Code.MESSAGE_NOT_FOUND, "no new message");
      answer.begin(List.of(frame(none), end()));
    } else {
      long held = PacedAnswer.held(deliveries.stream().map(Delivery::stored));
      try {
        answer.begin(frames(request, info, deliveries), held);
      } catch (BrokerException refusal) {
        broker.giveBack(deliveries);
        answer.begin(List.of(frame(Statuses.of(refusal)), end()));
      }
    }
  }

  private Stream<ReceiveMessageResponse> frames(
      ReceiveMessageRequest request, CallInfo info, List<Delivery> deliveries) {
    DeliveryFormat receiver = info.receiver();
    Stream<ReceiveMessageResponse> messages =
        deliveries.stream()
            .map(
                delivery ->
                    ReceiveMessageResponse.newBuilder()
                        .setMessage(message(request, delivery, receiver, info.caller()))
                        .build());
    return Stream.concat(Stream.concat(Stream.of(frame(Statuses.OK)), messages), Stream.of(end()));
  }

  private static ReceiveMessageResponse end() {
    return ReceiveMessageResponse.newBuilder()
        .setDeliveryTimestamp(Times.timestamp(System.currentTimeMillis()))
        .build();
  }

  private Message message(
      ReceiveMessageRequest request, Delivery delivery, DeliveryFormat receiver, Caller caller) {
    Resource asked = request.getMessageQueue().getTopic();
    Resource topic =
        delivery.topic().equals(Names.of(asked)) ? asked : Names.resource(delivery.topic());
    Message.Builder message = DeliveredMessages.of(topic, delivery.stored(), receiver);
    message
        .getSystemPropertiesBuilder()
        .setReceiptHandle(access.seal(caller, delivery.receiptHandle()))
        .setDeliveryAttempt(delivery.attempt());
    return message.build();
  }

  private static ReceiveMessageResponse frame(Status status) {
    return ReceiveMessageResponse.newBuilder().setStatus(status).build();
  }

  void ackMessage(AckMessageRequest request, StreamObserver<AckMessageResponse> out) {
    Answers.now(
        out,
        status -> AckMessageResponse.newBuilder().setStatus(status).build(),
        () -> {
          ResourceName group = Names.of(request.getGroup());
          ResourceName topic = Names.of(request.getTopic());
          broker.checkConsumer(group, topic);
          checkAcknowledged(request.getEntriesCount());
          AckMessageResponse.Builder answer = AckMessageResponse.newBuilder();
          Status overall = null;
          for (AckMessageEntry entry : request.getEntriesList()) {
            Status status = acknowledge(group, topic, entry.getReceiptHandle());
            answer.addEntries(
                AckMessageResultEntry.newBuilder()
                    .setMessageId(entry.getMessageId())
                    .setReceiptHandle(entry.getReceiptHandle())
                    .setStatus(status));
            overall = Statuses.combine(overall, status);
          }
          return answer.setStatus(overall == null ? Statuses.OK : overall).build();
        });
  }

  private static void checkAcknowledged(int entries) {
    if (entries > MAX_ACKNOWLEDGED) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the request acknowledges %d deliveries; at most %d are allowed; send several requests"
              .formatted(entries, MAX_ACKNOWLEDGED));
    }
  }

  private Status acknowledge(ResourceName group, ResourceName topic, String receiptHandle) {
    try {
      broker.acknowledge(group, topic, handle(receiptHandle));
      return Statuses.OK;
    } catch (RuntimeException e) {
      return Statuses.of(e);
    }
  }

  private String handle(String sealed) {
    return access.unseal(CallInfo.current().caller(), sealed, Reason.INVALID_RECEIPT_HANDLE);
  }

  void changeInvisibleDuration(
      ChangeInvisibleDurationRequest request, StreamObserver<ChangeInvisibleDurationResponse> out) {
    Answers.now(
        out,
        status -> ChangeInvisibleDurationResponse.newBuilder().setStatus(status).build(),
        () -> {
          String changed =
              broker.changeLease(
                  Names.of(request.getGroup()),
                  Names.of(request.getTopic()),
                  handle(request.getReceiptHandle()),
                  Times.duration(request.getInvisibleDuration()),
                  request.getSuspend());
          return ChangeInvisibleDurationResponse.newBuilder()
              .setStatus(Statuses.OK)
              .setReceiptHandle(access.seal(CallInfo.current().caller(), changed))
              .build();
        });
  }

  void forwardToDeadLetters(
      ForwardMessageToDeadLetterQueueRequest request,
      StreamObserver<ForwardMessageToDeadLetterQueueResponse> out) {
    Answers.now(
        out,
        status -> ForwardMessageToDeadLetterQueueResponse.newBuilder().setStatus(status).build(),
        () -> {
          broker.bury(
              Names.of(request.getGroup()),
              Names.of(request.getTopic()),
              handle(request.getReceiptHandle()));
          return ForwardMessageToDeadLetterQueueResponse.newBuilder()
              .setStatus(Statuses.OK)
              .build();
        });
  }
}
