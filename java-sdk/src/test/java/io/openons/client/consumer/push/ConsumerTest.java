package io.openons.client.consumer.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.FakeServer.Poll;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.Sneaky;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import io.openons.proto.v2.AckMessageEntry;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.AckMessageResponse;
import io.openons.proto.v2.AckMessageResultEntry;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.FilterType;
import io.openons.proto.v2.QueryAssignmentResponse;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.ReceiveMessageResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: messages are received, shown, and settled with the server, whatever goes wrong.
 *
 * <p>Method: a server whose long polls the test answers, and a clock moved by hand.
 *
 * <p>A failure means: messages are lost, stuck, or come again without a reason.
 */
class ConsumerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTimer timer = new ManualTimer();
  private final FakeServer server = new FakeServer();
  private final Seen<Message> consumed = new Seen<>("consumed message");
  private final MessageListener commit =
      (message, context) -> {
        consumed.add(message);
        return Action.CommitMessage;
      };
  private Consumer consumer;

  @AfterEach
  void close() {
    if (consumer != null) {
      consumer.shutdown();
    }
    server.close();
  }

  private void start(MessageListener listener, String... properties) {
    consumer = create(properties);
    consumer.subscribe("T", "*", listener);
    consumer.start();
  }

  private Consumer create(String... properties) {
    return new OnsConsumer(
        ConsumerConfig.from(ClientKind.CONSUMER, TestProperties.of(server.address(), properties)),
        () -> new ClientRuntime(timer));
  }

  private static io.openons.proto.v2.Message message(String id) {
    return WireMessages.message(id, 1, "body of " + id);
  }

  @Test
  void the_server_is_told_group_and_subscription() {
    consumer = create();
    consumer.subscribe("T", " A || B ", commit);
    consumer.start();

    var settings = server.settings.next();
    assertThat(settings.getClientType()).isEqualTo(ClientType.PUSH_CONSUMER);
    assertThat(settings.getSubscription().getGroup().getName()).isEqualTo("GID_TEST");
    assertThat(settings.getSubscription().getSubscriptions(0).getTopic().getName()).isEqualTo("T");
    assertThat(settings.getSubscription().getSubscriptions(0).getExpression().getExpression())
        .isEqualTo("A||B");
  }

  @Test
  void a_poll_asks_for_a_lease_that_the_server_keeps_alive() {
    start(commit);

    ReceiveMessageRequest request = server.polls.next().request();
    assertThat(request.getGroup().getName()).isEqualTo("GID_TEST");
    assertThat(request.getMessageQueue().getTopic().getName()).isEqualTo("T");
    assertThat(request.getAutoRenew()).isTrue();
    assertThat(request.getBatchSize()).isEqualTo(32);
    assertThat(request.getLongPollingTimeout()).isEqualTo(FakeServer.millis(20_000));
    assertThat(request.getAttemptId()).isNotEmpty();
    assertThat(request.hasInvisibleDuration()).isFalse();
  }

  @Test
  void the_first_poll_is_on_its_way_when_start_returns() {
    start(commit);

    server.polls.next();
    assertThat(server.assignments.size()).isEqualTo(1);
  }

  @Test
  @Tag("F-050")
  void a_message_reaches_the_listener_complete_and_is_acknowledged() {
    start(commit);

    server.polls.next().deliver(WireMessages.message("id-1", 3, "hello"));

    Message message = consumed.next();
    assertThat(message.getTopic()).isEqualTo("T");
    assertThat(message.getMsgID()).isEqualTo("id-1");
    assertThat(message.getBody()).asString().isEqualTo("hello");
    assertThat(message.getReconsumeTimes()).isEqualTo(2);
    assertThat(message.getOffset()).isEqualTo(42);
    assertThat(message.getTopicPartition().getPartition()).isEqualTo("fake#3");
    AckMessageRequest ack = server.acks.next();
    assertThat(ack.getGroup().getName()).isEqualTo("GID_TEST");
    assertThat(ack.getTopic().getName()).isEqualTo("T");
    assertThat(ack.getEntries(0).getMessageId()).isEqualTo("id-1");
    assertThat(ack.getEntries(0).getReceiptHandle()).isEqualTo("handle-id-1");
  }

  private static Throwable[] anything() {
    return new Throwable[] {
      new IllegalStateException("from the listener"),
      new IOException("checked, and not declared"),
      new OutOfMemoryError("made up"),
      new Throwable("neither exception nor error"),
    };
  }

  @ParameterizedTest
  @MethodSource("anything")
  void whatever_a_listener_throws_its_message_comes_back_and_the_next_one_is_shown(
      Throwable thrown) {
    start(
        (message, context) -> {
          if (message.getMsgID().equals("1")) {
            throw Sneaky.thrown(thrown);
          }
          consumed.add(message);
          return Action.CommitMessage;
        },
        "ConsumeThreadNums",
        "1");

    server.polls.next().deliver(message("1"), message("2"));

    assertThat(server.leases.next().getMessageId()).isEqualTo("1");
    assertThat(consumed.next().getMsgID()).isEqualTo("2");
    assertThat(server.acks.next().getEntries(0).getMessageId()).isEqualTo("2");
  }

  @Test
  void the_next_poll_follows_at_once_with_a_new_attempt_id_after_messages() {
    start(commit);
    Poll first = server.polls.next();

    first.deliver(message("id-1"));

    Poll second = server.polls.next();
    assertThat(second.request().getAttemptId()).isNotEqualTo(first.request().getAttemptId());
  }

  @Test
  void a_broken_answer_is_asked_for_again_and_what_comes_twice_is_shown_once() {
    start(commit);
    Poll broken = server.polls.next();
    broken.toClient().onNext(ReceiveMessageResponse.newBuilder().setMessage(message("1")).build());
    consumed.next();
    broken.toClient().onError(io.grpc.Status.UNAVAILABLE.asRuntimeException());

    timer.awaitPlanned(SECOND);
    timer.advance(SECOND);
    Poll repeated = server.polls.next();
    repeated.deliver(message("1"), message("2"));

    assertThat(repeated.request().getAttemptId()).isEqualTo(broken.request().getAttemptId());
    assertThat(consumed.next().getMsgID()).isEqualTo("2");
    assertThat(server.polls.next().request().getAttemptId())
        .isNotEqualTo(broken.request().getAttemptId());
    assertThat(consumed.size()).isZero();
  }

  @Test
  void a_condition_in_sql_travels_as_it_is() {
    consumer = create();
    consumer.subscribe("T", MessageSelector.bySql(" price > 10 "), commit);
    consumer.start();

    var filter = server.polls.next().request().getFilterExpression();
    assertThat(filter.getType()).isEqualTo(FilterType.SQL);
    assertThat(filter.getExpression()).isEqualTo("price > 10");
  }

  @Test
  void after_an_empty_answer_or_a_failure_the_attempt_id_is_the_same() {
    start(commit);
    Poll first = server.polls.next();

    first.deliver();
    timer.awaitPlanned(Duration.ofMillis(100));
    timer.advance(Duration.ofMillis(100));
    Poll second = server.polls.next();
    second.refuse(Code.INTERNAL_SERVER_ERROR);
    timer.awaitPlanned(SECOND);
    timer.advance(SECOND);

    Poll third = server.polls.next();
    assertThat(second.request().getAttemptId()).isEqualTo(first.request().getAttemptId());
    assertThat(third.request().getAttemptId()).isEqualTo(first.request().getAttemptId());
  }

  @Test
  void a_throttled_poll_is_repeated_after_growing_pauses() {
    start(commit);

    server.polls.next().refuse(Code.TOO_MANY_REQUESTS);
    timer.awaitPlanned(Duration.ofMillis(20));
    timer.advance(Duration.ofMillis(20));
    server.polls.next().refuse(Code.TOO_MANY_REQUESTS);
    timer.awaitPlanned(Duration.ofMillis(40));
    timer.advance(Duration.ofMillis(40));

    server.polls.next();
  }

  @Test
  @Tag("F-051")
  void a_message_that_the_listener_puts_off_comes_again_by_the_back_off_of_the_server() {
    start((message, context) -> Action.ReconsumeLater);

    Poll poll = server.polls.next();
    poll.deliver(WireMessages.message("a", 1, "x"), WireMessages.message("b", 2, "x"));

    List<ChangeInvisibleDurationRequest> leases = server.leases.next(2);
    assertThat(leases)
        .extracting(
            lease -> lease.getReceiptHandle() + " " + lease.getInvisibleDuration().getSeconds())
        .containsExactlyInAnyOrder("handle-a 1", "handle-b 5");
    assertThat(server.acks.size()).isZero();
  }

  @Test
  @Tag("F-052")
  void null_and_exceptions_of_the_listener_count_as_put_off() {
    start(
        (message, context) -> {
          switch (message.getMsgID()) {
            case "null":
              return null;
            case "exception":
              throw new IllegalStateException("from the listener");
            default:
              throw new StackOverflowError("from the listener");
          }
        });

    server.polls.next().deliver(message("null"), message("exception"), message("error"));

    assertThat(server.leases.next(3))
        .extracting(ChangeInvisibleDurationRequest::getMessageId)
        .containsExactlyInAnyOrder("null", "exception", "error");
  }

  @Test
  void a_damaged_message_is_not_shown_and_comes_again() {
    start(commit);
    var good = message("good");
    var damaged = message("damaged").toBuilder();
    damaged.getSystemPropertiesBuilder().getBodyDigestBuilder().setChecksum("00");

    server.polls.next().deliver(damaged.build(), good);

    assertThat(consumed.next().getMsgID()).isEqualTo("good");
    assertThat(server.leases.next().getMessageId()).isEqualTo("damaged");
  }

  @Test
  @Tag("F-051")
  @Tag("F-078")
  void with_a_limit_of_its_own_the_consumer_makes_dead_letters() {
    start((message, context) -> Action.ReconsumeLater, "maxReconsumeTimes", "2");

    server
        .polls
        .next()
        .deliver(WireMessages.message("again", 2, "x"), WireMessages.message("dead", 3, "x"));

    var deadLetter = server.deadLetters.next();
    assertThat(deadLetter.getMessageId()).isEqualTo("dead");
    assertThat(deadLetter.getDeliveryAttempt()).isEqualTo(3);
    assertThat(deadLetter.getMaxDeliveryAttempts()).isEqualTo(3);
    assertThat(server.leases.next().getMessageId()).isEqualTo("again");
  }

  @Test
  void a_dead_letter_that_is_refused_for_good_is_kept_and_comes_again_by_the_back_off() {
    server.onDeadLetter = request -> FakeServer.status(Code.TOPIC_NOT_FOUND);
    start((message, context) -> Action.ReconsumeLater, "maxReconsumeTimes", "1");

    server.polls.next().deliver(WireMessages.message("dead", 2, "x"));

    assertThat(server.deadLetters.next().getMessageId()).isEqualTo("dead");
    var lease = server.leases.next();
    assertThat(lease.getMessageId()).isEqualTo("dead");
    assertThat(lease.getInvisibleDuration()).isEqualTo(FakeServer.millis(5_000));
  }

  @Test
  void a_dead_letter_whose_answer_got_lost_is_not_given_back() {
    server.onDeadLetter =
        FakeServer.inTurn(
            request -> FakeServer.status(Code.PROXY_TIMEOUT),
            request -> FakeServer.status(Code.INVALID_RECEIPT_HANDLE));
    start((message, context) -> Action.ReconsumeLater, "maxReconsumeTimes", "1");

    server.polls.next().deliver(WireMessages.message("dead", 2, "x"));
    server.deadLetters.next();
    timer.awaitPlanned(SECOND);
    timer.advance(SECOND);
    server.deadLetters.next();
    consumer.shutdown();

    assertThat(server.leases.size()).isZero();
  }

  @Test
  void acknowledgements_gather_while_one_is_under_way() {
    CountDownLatch release = new CountDownLatch(1);
    server.onAck =
        request -> {
          await(release);
          return AckMessageResponse.newBuilder().setStatus(FakeServer.OK).build();
        };
    start(commit, "ConsumeThreadNums", "1");

    server.polls.next().deliver(message("1"), message("2"), message("3"), message("4"));
    consumed.next(4);
    assertThat(server.acks.next().getEntriesCount()).isEqualTo(1);
    server.polls.next().deliver(message("5"));
    consumed.next();
    release.countDown();

    List<String> rest = new ArrayList<>();
    while (rest.size() < 4) {
      server.acks.next().getEntriesList().stream()
          .map(AckMessageEntry::getMessageId)
          .forEach(rest::add);
    }
    assertThat(rest).containsExactly("2", "3", "4", "5");
  }

  @Test
  void an_acknowledgement_that_does_not_get_through_is_repeated() {
    server.onAck =
        FakeServer.inTurn(
            request ->
                AckMessageResponse.newBuilder()
                    .setStatus(FakeServer.status(Code.INTERNAL_SERVER_ERROR))
                    .build(),
            request ->
                AckMessageResponse.newBuilder()
                    .setStatus(FakeServer.status(Code.MULTIPLE_RESULTS))
                    .addEntries(
                        AckMessageResultEntry.newBuilder()
                            .setReceiptHandle("handle-id")
                            .setStatus(FakeServer.status(Code.PROXY_TIMEOUT)))
                    .build(),
            request -> AckMessageResponse.newBuilder().setStatus(FakeServer.OK).build());
    start(commit);

    server.polls.next().deliver(message("id"));

    for (int i = 0; i < 2; i++) {
      server.acks.next();
      timer.awaitPlanned(SECOND);
      timer.advance(SECOND);
    }
    server.acks.next();
    consumer.shutdown();
    assertThat(server.acks.size()).isZero();
  }

  @Test
  void an_acknowledgement_that_came_too_late_is_not_repeated() {
    server.onAck =
        request ->
            AckMessageResponse.newBuilder()
                .setStatus(FakeServer.status(Code.INVALID_RECEIPT_HANDLE))
                .build();
    start(commit);

    server.polls.next().deliver(message("id"));
    server.acks.next();
    consumer.shutdown();

    assertThat(server.acks.size()).isZero();
  }

  @Test
  @Tag("F-054")
  void as_many_listeners_run_at_once_as_there_are_threads() {
    CountDownLatch three = new CountDownLatch(3);
    start(
        (message, context) -> {
          three.countDown();
          await(three);
          consumed.add(message);
          return Action.CommitMessage;
        },
        "ConsumeThreadNums",
        "3");

    server.polls.next().deliver(message("1"), message("2"), message("3"));

    consumed.next(3);
  }

  @Test
  @Tag("F-062")
  void a_poll_never_asks_for_more_than_there_is_room_for() {
    Seen<Boolean> permits = new Seen<>("permit");
    start(
        (message, context) -> {
          permits.next();
          return Action.CommitMessage;
        },
        "maxCachedMessageAmount",
        "100",
        "ConsumeThreadNums",
        "1");
    for (int batch : new int[] {32, 32, 32, 4}) {
      Poll poll = server.polls.next();
      assertThat(poll.request().getBatchSize()).isEqualTo(batch);
      poll.deliver(messages(batch));
    }

    for (int i = 0; i < 100; i++) {
      permits.add(true);
    }

    assertThat(server.polls.next().request().getBatchSize()).isBetween(1, 32);
  }

  @Test
  void while_answers_come_back_full_up_to_four_polls_are_open_at_once() {
    server.firstQueue = -1;
    start(commit);

    for (int open = 1; open < QueueReceiver.MOST_LOOPS; open++) {
      server.polls.next().deliver(messages(32));
      consumed.next(32);
    }
    List<Poll> polls = server.polls.next(QueueReceiver.MOST_LOOPS);
    polls.get(0).deliver(messages(32));
    polls.set(0, server.polls.next());
    for (int open = QueueReceiver.MOST_LOOPS; open > 1; open--) {
      polls.get(open - 1).deliver(messages(1));
    }
    consumed.next(32 + QueueReceiver.MOST_LOOPS - 1);
    consumer.shutdown();

    assertThat(server.polls.size()).isZero();
  }

  @Test
  void a_single_queue_is_polled_by_one_at_a_time() {
    start(commit);

    server.polls.next().deliver(messages(32));
    consumed.next(32);
    server.polls.next().deliver(messages(32));
    consumed.next(32);
    server.polls.next();
    consumer.shutdown();

    assertThat(server.polls.size()).isZero();
  }

  private static io.openons.proto.v2.Message[] messages(int count) {
    io.openons.proto.v2.Message[] messages = new io.openons.proto.v2.Message[count];
    for (int i = 0; i < count; i++) {
      messages[i] = message("id-" + i);
    }
    return messages;
  }

  @Test
  @Tag("F-053")
  void a_listener_that_takes_too_long_has_failed_once_and_its_result_is_ignored() {
    CountDownLatch release = new CountDownLatch(1);
    start(
        (message, context) -> {
          consumed.add(message);
          await(release);
          return Action.CommitMessage;
        },
        "consumeTimeout",
        "1");
    server.polls.next().deliver(message("slow"));
    consumed.next();

    timer.advance(Duration.ofSeconds(59));
    assertThat(server.leases.size()).isZero();
    timer.advance(SECOND);
    timer.advance(Duration.ofMinutes(1));

    assertThat(server.leases.next().getMessageId()).isEqualTo("slow");
    release.countDown();
    consumer.shutdown();
    assertThat(server.leases.size()).isZero();
    assertThat(server.acks.size()).isZero();
  }

  @Test
  void queues_that_come_are_received_and_queues_that_go_are_left() {
    start(commit);
    Poll first = server.polls.next();
    server.queues = 2;

    timer.advance(Duration.ofSeconds(5));
    assertThat(server.polls.next().request().getMessageQueue().getId()).isEqualTo(1);

    server.onAssignment =
        request -> QueryAssignmentResponse.newBuilder().setStatus(FakeServer.OK).build();
    timer.advance(Duration.ofSeconds(5));
    await(first.cancelled());
  }

  @Test
  void a_failed_question_for_queues_changes_nothing() {
    start(commit);
    server.assignments.next();
    Poll poll = server.polls.next();
    server.onAssignment =
        request ->
            QueryAssignmentResponse.newBuilder()
                .setStatus(FakeServer.status(Code.INTERNAL_SERVER_ERROR))
                .build();

    timer.advance(Duration.ofSeconds(5));
    server.assignments.next();
    poll.deliver(message("id"));

    assertThat(consumed.next().getMsgID()).isEqualTo("id");
  }

  @Test
  @Tag("F-077")
  void a_topic_can_be_subscribed_and_left_while_the_consumer_runs() {
    start(commit);
    Poll poll = server.polls.next();

    consumer.subscribe("U", MessageSelector.byTag("A"), commit);
    Poll other = server.polls.next();
    assertThat(other.request().getMessageQueue().getTopic().getName()).isEqualTo("U");
    assertThat(other.request().getFilterExpression().getExpression()).isEqualTo("A");

    consumer.unsubscribe("T");
    await(poll.cancelled());
    other.deliver(WireMessages.message("U", "u", 1, new byte[] {1}));
    assertThat(consumed.next().getMsgID()).isEqualTo("u");
  }

  @Test
  void subscribing_a_missing_topic_while_the_consumer_runs_fails_and_leaves_the_rest() {
    start(commit);
    server.onRoute =
        request ->
            QueryRouteResponse.newBuilder()
                .setStatus(FakeServer.status(Code.TOPIC_NOT_FOUND))
                .build();

    assertThatThrownBy(() -> consumer.subscribe("U", "*", commit))
        .isInstanceOf(ONSClientException.class)
        .hasMessageContaining("topic U");

    server.polls.next().deliver(message("id"));
    consumed.next();
  }

  @Test
  void what_the_surface_has_but_this_version_cannot_do_is_refused() {
    consumer = create();
    assertCode(
        () -> consumer.subscribe("T", MessageSelector.bySql(" "), commit),
        ErrorCode.ILLEGAL_FILTER_EXPRESSION);
    assertCode(() -> consumer.rateLimit("T", 0), ErrorCode.INVALID_ARGUMENT);
    assertCode(() -> consumer.subscribe(null, "*", commit), ErrorCode.INVALID_ARGUMENT);
    assertCode(() -> consumer.subscribe("T", "*", null), ErrorCode.INVALID_ARGUMENT);
    assertCode(() -> consumer.subscribe("T", "A | B", commit), ErrorCode.ILLEGAL_FILTER_EXPRESSION);
    assertCode(() -> consumer.subscribe("T", "A || ", commit), ErrorCode.ILLEGAL_FILTER_EXPRESSION);
    consumer.unsubscribe("never subscribed");
    consumer.shutdown();
    assertCode(() -> consumer.subscribe("T", "*", commit), ErrorCode.CLIENT_CLOSED);
  }

  private static void assertCode(Runnable call, ErrorCode code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ONSClientException.class, error -> assertThat(error.getErrorCode()).isEqualTo(code));
  }

  @Test
  void a_shutdown_waits_for_running_listeners_and_hands_back_what_waits() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    start(
        (message, context) -> {
          consumed.add(message);
          await(release);
          return Action.CommitMessage;
        },
        "ConsumeThreadNums",
        "1");
    server.polls.next().deliver(message("running"), message("waiting"));
    consumed.next();
    // The wake-up of the second poll shows that both messages have arrived.
    server.polls.next();

    Thread shutdown = new Thread(consumer::shutdown);
    shutdown.start();
    ChangeInvisibleDurationRequest handedBack = server.leases.next();
    assertThat(handedBack.getMessageId()).isEqualTo("waiting");
    assertThat(handedBack.getInvisibleDuration()).isEqualTo(FakeServer.millis(1000));
    assertThat(server.goodbyes.size()).isZero();

    release.countDown();
    assertThat(server.acks.next().getEntries(0).getMessageId()).isEqualTo("running");
    assertThat(server.goodbyes.next().getGroup().getName()).isEqualTo("GID_TEST");
    shutdown.join(10_000);
    assertThat(shutdown.isAlive()).isFalse();
    assertThat(consumed.size()).isZero();
  }

  @Test
  void a_listener_that_does_not_end_is_interrupted_and_its_message_handed_back() {
    CountDownLatch interrupted = new CountDownLatch(1);
    start(
        (message, context) -> {
          consumed.add(message);
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException expected) {
            interrupted.countDown();
          }
          return Action.CommitMessage;
        },
        "ons.shutdownTimeoutMillis",
        "50");
    server.polls.next().deliver(message("stuck"));
    consumed.next();

    consumer.shutdown();

    await(interrupted);
    assertThat(server.leases.size() + server.acks.size()).isEqualTo(1);
  }

  @Test
  void a_listener_can_shut_its_consumer_down() {
    CountDownLatch done = new CountDownLatch(1);
    start(
        (message, context) -> {
          consumer.shutdown();
          done.countDown();
          return Action.CommitMessage;
        });

    server.polls.next().deliver(message("last"));

    await(done);
    assertThat(server.leases.next().getMessageId()).isEqualTo("last");
    assertThat(consumer.isClosed()).isTrue();
  }

  @Test
  void a_shut_down_consumer_breaks_off_its_polls() {
    start(commit);
    Poll poll = server.polls.next();

    consumer.shutdown();

    await(poll.cancelled());
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("not released in 10 s");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
