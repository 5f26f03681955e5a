package io.openons.client.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.spi.ConsumerInterceptor;
import com.aliyun.openservices.ons.api.spi.InvocationContext;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.consumer.push.OnsConsumer;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a listener may answer later, from any thread, once.
 *
 * <p>Method: takes and answers messages against a scripted server and a clock moved by hand.
 *
 * <p>A failure means: messages of programs in other languages are lost, stuck or acknowledged
 * twice.
 */
class LaterListenerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTimer timer = new ManualTimer();
  private final FakeServer server = new FakeServer();
  private volatile boolean full;
  private final Seen<Handout> arrived = new Seen<>("arrived parcel");
  private final Seen<Handout> settled = new Seen<>("settled parcel");
  private final OnsConsumer consumer =
      new OnsConsumer(
          ConsumerConfig.from(
              ClientKind.CONSUMER, TestProperties.of(server.address(), "consumeTimeout", "1")),
          () -> new ClientRuntime(timer));

  @AfterEach
  void close() {
    consumer.shutdown();
    server.close();
  }

  private void start() {
    consumer.subscribe(
        "T",
        MessageSelector.byTag("*"),
        new LaterListener() {
          @Override
          public void arrived(Handout parcel) {
            if (full) {
              throw new OutOfMemoryError("made up");
            }
            arrived.add(parcel);
          }

          @Override
          public void settled(Handout parcel) {
            settled.add(parcel);
          }
        });
    consumer.start();
  }

  private Handout deliver(String id) {
    server.polls.next().deliver(WireMessages.message(id, 1, "body"));
    return arrived.next();
  }

  private static List<String> ids(List<Message> messages) {
    return messages.stream().map(Message::getMsgID).toList();
  }

  @Test
  void what_is_taken_and_answered_is_acknowledged_once() {
    start();
    Handout parcel = deliver("id");

    assertThat(ids(parcel.take())).containsExactly("id");
    assertThat(parcel.answer(true)).isTrue();
    assertThat(parcel.answer(true)).isFalse();

    assertThat(server.acks.next().getEntries(0).getMessageId()).isEqualTo("id");
    assertThat(settled.next()).isSameAs(parcel);
    assertThat(settled.size()).isZero();
  }

  @Test
  void what_finds_no_place_goes_back_and_receiving_goes_on() {
    start();
    full = true;
    server.polls.next().deliver(WireMessages.message("lost", 1, "body"));
    assertThat(server.leases.next().getMessageId()).isEqualTo("lost");

    full = false;
    assertThat(ids(deliver("found").take())).containsExactly("found");
  }

  @Test
  void it_is_taken_by_one_only() {
    start();
    Handout parcel = deliver("id");

    assertThat(parcel.take()).hasSize(1);
    assertThat(parcel.take()).isEmpty();
    parcel.answer(true);
  }

  @Test
  void what_is_not_handled_comes_again_by_the_back_off() {
    start();
    Handout parcel = deliver("id");

    parcel.take();
    parcel.answer(false);

    assertThat(server.leases.next().getMessageId()).isEqualTo("id");
    assertThat(server.acks.size()).isZero();
  }

  @Test
  void the_time_to_handle_runs_from_the_taking_and_an_answer_after_it_is_too_late() {
    start();
    Handout parcel = deliver("slow");
    timer.advance(MINUTE.multipliedBy(2));
    assertThat(settled.size()).isZero();

    assertThat(parcel.take()).hasSize(1);
    timer.advance(MINUTE.minusSeconds(1));
    assertThat(settled.size()).isZero();
    timer.advance(Duration.ofSeconds(1));

    assertThat(settled.next()).isSameAs(parcel);
    assertThat(server.leases.next().getMessageId()).isEqualTo("slow");
    assertThat(parcel.answer(true)).isFalse();
    assertThat(server.acks.size()).isZero();
  }

  @Test
  void at_the_shutdown_what_waits_goes_back() {
    start();
    Handout parcel = deliver("waiting");

    consumer.shutdown();

    assertThat(server.leases.next().getMessageId()).isEqualTo("waiting");
    assertThat(settled.next()).isSameAs(parcel);
    assertThat(parcel.take()).isEmpty();
  }

  @Test
  void a_limited_topic_fills_its_inbox_turn_by_turn() {
    Duration turn = Duration.ofMillis(100);
    consumer.rateLimit("T", 10);
    start();
    server
        .polls
        .next()
        .deliver(WireMessages.message("a", 1, "body"), WireMessages.message("b", 1, "body"));

    Handout first = arrived.next();
    timer.awaitPlanned(turn);
    assertThat(arrived.size()).isZero();
    timer.advance(turn);

    Handout second = arrived.next();
    assertThat(ids(first.take())).containsExactly("a");
    assertThat(ids(second.take())).containsExactly("b");
    first.answer(true);
    second.answer(true);
  }

  /** Writes down what happens; keeps messages with the id "kept" to itself, fails at "fails". */
  public static final class Witness implements ConsumerInterceptor {
    private static final Seen<String> events = new Seen<>("event");

    @Override
    public boolean preHandle(InvocationContext context, Admin consumer) throws Exception {
      String id = context.getMessages().orElseThrow().get(0).getMsgID();
      events.add("before " + id);
      if (id.equals("fails")) {
        throw new Exception("from the interceptor");
      }
      return !id.equals("kept");
    }

    @Override
    public void postHandle(InvocationContext context, Admin consumer) {
      events.add("after " + context.getAction().map(Action::name).orElse("nothing"));
    }
  }

  private void startWithWitness(Path classPath) throws Exception {
    Witness.events.clear();
    Path services = Files.createDirectories(classPath.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ConsumerInterceptor.class.getName()), Witness.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader application =
        new URLClassLoader(new URL[] {classPath.toUri().toURL()}, before)) {
      thread.setContextClassLoader(application);
      start();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void interceptors_are_called_at_the_taking_and_after_the_answer(@TempDir Path classPath)
      throws Exception {
    startWithWitness(classPath);
    Handout parcel = deliver("id");
    assertThat(Witness.events.size()).isZero();

    parcel.take();
    assertThat(Witness.events.next()).isEqualTo("before id");
    parcel.answer(false);

    assertThat(Witness.events.next()).isEqualTo("after ReconsumeLater");
    assertThat(settled.next()).isSameAs(parcel);
    assertThat(server.leases.next().getMessageId()).isEqualTo("id");
  }

  @Test
  void what_an_interceptor_keeps_is_handled_and_what_it_fails_at_comes_again(
      @TempDir Path classPath) throws Exception {
    startWithWitness(classPath);

    assertThat(deliver("kept").take()).isEmpty();
    assertThat(server.acks.next().getEntries(0).getMessageId()).isEqualTo("kept");

    assertThat(deliver("fails").take()).isEmpty();
    assertThat(server.leases.next().getMessageId()).isEqualTo("fails");
    assertThat(settled.next(2)).hasSize(2);
  }

  @Test
  void interceptors_are_told_of_what_took_too_long(@TempDir Path classPath) throws Exception {
    startWithWitness(classPath);
    Handout parcel = deliver("slow");
    parcel.take();
    assertThat(Witness.events.next()).isEqualTo("before slow");

    timer.advance(MINUTE);

    assertThat(Witness.events.next()).isEqualTo("after nothing");
    assertThat(settled.next()).isSameAs(parcel);
  }
}
