package io.openons.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.testing.Sneaky;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: each callback runs once, whatever it throws and whatever its executor does, and callbacks
 * that do not get a thread are bounded.
 *
 * <p>Method: runs callbacks on executors that reject, throw, or keep their tasks.
 *
 * <p>A failure means: a program never learns of a send, learns of it twice, or fills its memory
 * behind a callback that is stuck.
 */
class CallbacksTest {
  private static final int MOST_WAITING = 10;
  private static final Executor CLOSED =
      task -> {
        throw new RejectedExecutionException("closed");
      };

  private final List<String> happened = new ArrayList<>();
  private final List<Runnable> kept = new ArrayList<>();

  private static Callbacks callbacks(Executor shared) {
    return new Callbacks(shared, MOST_WAITING);
  }

  private void run(Callbacks callbacks, Executor preferred) {
    callbacks.run(
        preferred, "message 1", () -> happened.add("callback"), () -> happened.add("afterwards"));
  }

  @AfterEach
  void is_not_interrupted() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void a_rejected_callback_runs_on_the_shared_threads() {
    run(callbacks(Runnable::run), CLOSED);

    assertThat(happened).containsExactly("callback", "afterwards");
  }

  @Test
  void a_callback_runs_even_when_everything_is_closed() {
    run(callbacks(CLOSED), null);

    assertThat(happened).containsExactly("callback", "afterwards");
  }

  @Test
  void an_executor_that_throws_after_it_ran_the_callback_does_not_make_it_run_twice() {
    run(
        callbacks(Runnable::run),
        task -> {
          task.run();
          throw Sneaky.thrown(new IOException("from the executor"));
        });

    assertThat(happened).containsExactly("callback", "afterwards");
  }

  private static Throwable[] anything() {
    return new Throwable[] {
      new IllegalStateException("from the callback"),
      new IOException("checked, and not declared"),
      new StackOverflowError("from the callback"),
      new OutOfMemoryError("made up"),
      new Throwable("neither exception nor error"),
    };
  }

  @ParameterizedTest
  @MethodSource("anything")
  void whatever_a_callback_throws_what_follows_runs(Throwable thrown) {
    Callbacks callbacks = callbacks(Runnable::run);

    callbacks.run(
        null,
        "message 1",
        () -> {
          throw Sneaky.thrown(thrown);
        },
        () -> happened.add("afterwards"));

    assertThat(happened).containsExactly("afterwards");
    assertThat(callbacks.isInside()).isFalse();
  }

  @Test
  void an_interruption_that_a_callback_throws_is_not_lost() {
    callbacks(Runnable::run)
        .run(
            null,
            "message 1",
            () -> {
              throw Sneaky.thrown(new InterruptedException("from the callback"));
            },
            () -> happened.add("afterwards"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(happened).containsExactly("afterwards");
  }

  @Test
  void only_the_callback_of_the_same_producer_is_inside() {
    Callbacks one = callbacks(Runnable::run);
    Callbacks other = callbacks(Runnable::run);

    one.run(
        null,
        "message 1",
        () -> happened.add(one.isInside() + " " + other.isInside()),
        () -> happened.add("afterwards"));

    assertThat(happened).containsExactly("true false", "afterwards");
  }

  @Test
  void callbacks_that_wait_for_a_thread_are_bounded_until_they_get_one() {
    Callbacks callbacks = callbacks(kept::add);
    for (int i = 0; i < MOST_WAITING; i++) {
      callbacks.requireRoom();
      run(callbacks, null);
    }

    assertThatThrownBy(callbacks::requireRoom)
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TOO_MANY_IN_FLIGHT))
        .hasMessageContainingAll(MOST_WAITING + " callbacks", "setCallbackExecutor");

    kept.get(0).run();
    callbacks.requireRoom();
  }

  @Test
  void callbacks_on_the_applications_executor_are_its_own_affair() {
    Callbacks callbacks = callbacks(CLOSED);
    for (int i = 0; i < 2 * MOST_WAITING; i++) {
      run(callbacks, kept::add);
    }

    callbacks.requireRoom();
    assertThat(kept).hasSize(2 * MOST_WAITING);
  }
}
