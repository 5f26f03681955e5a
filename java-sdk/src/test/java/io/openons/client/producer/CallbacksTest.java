package io.openons.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CallbacksTest {
  private static final Executor CLOSED =
      task -> {
        throw new RejectedExecutionException("closed");
      };

  private final List<String> happened = new ArrayList<>();

  private void run(Executor shared, Executor preferred) {
    new Callbacks(shared)
        .run(preferred, () -> happened.add("callback"), () -> happened.add("afterwards"));
  }

  @Test
  void a_rejected_callback_runs_on_the_shared_threads() {
    run(Runnable::run, CLOSED);

    assertThat(happened).containsExactly("callback", "afterwards");
  }

  @Test
  void a_callback_runs_even_when_everything_is_closed() {
    run(CLOSED, null);

    assertThat(happened).containsExactly("callback", "afterwards");
  }

  @Test
  void a_callback_that_throws_does_not_keep_what_follows_from_running() {
    new Callbacks(Runnable::run)
        .run(
            null,
            () -> {
              throw new StackOverflowError("from the callback");
            },
            () -> happened.add("afterwards"));

    assertThat(happened).containsExactly("afterwards");
    assertThat(Callbacks.isInside()).isFalse();
  }
}
