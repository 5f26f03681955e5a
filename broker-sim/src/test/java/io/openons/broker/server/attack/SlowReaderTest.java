package io.openons.broker.server.attack;

import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.pull;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.util.internal.PlatformDependent;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.Received;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.MessagingServiceGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: what a client does not read costs the broker bounded memory and nobody else's time.
 *
 * <p>Method: calls whose answers nobody takes, beside a well-behaved client; the memory of answers
 * is that of Netty's buffers in this process, which client and broker share.
 *
 * <p>A failure means: one slow client ends the service for all.
 */
class SlowReaderTest {
  private static final int LARGE = 4 << 20;
  private static final int MOST_UNSENT = 16 << 20;
  private static final int PULLS = 200;

  /** Of the bystander, meanwhile the broker comes to answer all of the pulls. */
  private static final int ROUNDS = 20;

  private static final int CONSUMERS = 16;
  private static final int MESSAGES = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int MOST_WAITING = 100;

  /** Answers of both sides, rounded up by the arenas of Netty's allocator. */
  private static final long MOST_DIRECT = 256L << 20;

  @RegisterExtension
  static final TestBroker BROKER =
      new TestBroker(
          builder -> builder.maxUnsentBytes(MOST_UNSENT).maxWaitingPerConnection(MOST_WAITING));

  private final String topic = fresh("topic");
  private final String group = fresh("group");

  /** A pull whose answer is not asked for: gRPC then takes none of its messages. */
  private static final class Unread<T> extends ClientCall.Listener<T> {
    private final CountDownLatch answered;

    Unread(CountDownLatch answered) {
      this.answered = answered;
    }

    @Override
    public void onHeaders(Metadata metadata) {
      answered.countDown();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      answered.countDown();
    }
  }

  private void store(int messages) {
    var body = ByteString.copyFrom(new byte[LARGE]);
    for (int i = 0; i < messages; i++) {
      var large = message(topic, "").setBody(body);
      assertCode(BROKER.client().call().sendMessage(send(large)).getStatus(), Code.OK);
    }
  }

  @Test
  void two_hundred_pulls_that_nobody_reads_take_bounded_memory() throws Exception {
    store(1);
    assertNobodysPullsTakeBoundedMemory(
        MessagingServiceGrpc.getPullMessageMethod(),
        pull(group, topic, queueWithMessage(), 0).build());
  }

  @Test
  void so_do_two_hundred_pulls_of_the_first_version() throws Exception {
    store(1);
    assertNobodysPullsTakeBoundedMemory(
        io.openons.proto.v1.MessagingServiceGrpc.getPullMessageMethod(),
        io.openons.proto.v1.PullMessageRequest.newBuilder()
            .setClientId("slow")
            .setGroup(io.openons.proto.v1.Resource.newBuilder().setName(group))
            .setPartition(
                io.openons.proto.v1.Partition.newBuilder()
                    .setTopic(io.openons.proto.v1.Resource.newBuilder().setName(topic))
                    .setId(queueWithMessage()))
            .setBatchSize(32)
            .setFilterExpression(
                io.openons.proto.v1.FilterExpression.newBuilder().setExpression("*"))
            .build());
  }

  private <A, B> void assertNobodysPullsTakeBoundedMemory(MethodDescriptor<A, B> method, A pull)
      throws Exception {
    var before = PlatformDependent.usedDirectMemory();
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(BROKER.endpoint()).usePlaintext().build();
    try (var bystander = new Bystander(BROKER.endpoint())) {
      List<ClientCall<A, B>> calls = new ArrayList<>();
      var answered = new CountDownLatch(1);
      for (int i = 0; i < PULLS; i++) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-mq-client-id", Metadata.ASCII_STRING_MARSHALLER), "slow");
        var call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(new Unread<>(answered), headers);
        call.sendMessage(pull);
        call.halfClose();
        calls.add(call);
      }
      assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();

      for (int i = 0; i < ROUNDS; i++) {
        bystander.works();
        assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(MOST_DIRECT);
      }
      calls.forEach(call -> call.cancel("the test is over", null));
      bystander.works();
    } finally {
      channel.shutdownNow();
      assertThat(channel.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private int queueWithMessage() {
    for (int queue = 0; queue < 8; queue++) {
      if (!BROKER.client().pull(pull(group, topic, queue, 0)).bodies().isEmpty()) {
        return queue;
      }
    }
    throw new AssertionError("no queue of %s has the message".formatted(topic));
  }

  @Test
  void consumers_of_large_answers_get_all_of_them_though_they_are_more_than_the_limit() {
    store(MESSAGES);
    List<CompletableFuture<Integer>> received = new ArrayList<>();
    for (int i = 0; i < CONSUMERS; i++) {
      var client = BROKER.connect(fresh("consumer"));
      var own = fresh("group");
      received.add(
          CompletableFuture.supplyAsync(
              () -> {
                int messages = 0;
                while (messages < MESSAGES) {
                  var answer = client.call(PATIENCE).receiveMessage(receive(own, topic).build());
                  messages += Received.from(answer).bodies().size();
                }
                return messages;
              },
              task -> new Thread(task, "consumer").start()));
    }

    assertThat(received)
        .allSatisfy(
            messages ->
                assertThat(messages.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
                    .isEqualTo(MESSAGES));
    assertThat(PlatformDependent.usedDirectMemory()).isLessThan(2 * MOST_DIRECT);
  }

  @Test
  void more_waiting_receives_than_allowed_are_refused_with_both_numbers() throws Exception {
    try (var client = new RawClient(BROKER.endpoint(), fresh("many"));
        var bystander = new Bystander(BROKER.endpoint())) {
      client.receive(receive(group, topic).setLongPollingTimeout(seconds(0)));
      var waiting = new ArrayList<CompletableFuture<?>>();
      for (int i = 0; i < MOST_WAITING; i++) {
        waiting.add(
            client.beginToReceive(receive(group, topic).setLongPollingTimeout(seconds(15))));
      }

      var refused = client.receive(receive(group, topic)).status();

      assertCode(refused, Code.TOO_MANY_REQUESTS);
      assertThat(refused.getMessage())
          .contains("waiting calls of this connection would be 101", "at most 100");
      bystander.works();
    }
  }

  @Test
  void receives_that_their_client_cancels_leave_at_once() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (var client = new RawClient(BROKER.endpoint(), fresh("many"))) {
        client.receive(receive(group, topic).setLongPollingTimeout(seconds(0)));
        for (int i = 0; i < MOST_WAITING; i++) {
          client.beginToReceive(receive(group, topic).setLongPollingTimeout(seconds(15)));
        }
      }
    }

    // A hundred more would be refused if those of the connection still counted.
    try (var bystander = new Bystander(BROKER.endpoint())) {
      bystander.works();
    }
  }
}
