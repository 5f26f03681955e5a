package io.openons.bridge.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.bridge.frames.FrameSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: events wait for polls, in order, and none is lost.
 *
 * <p>Method: polls of all sizes and ends beside full buffers, closes and failures.
 *
 * <p>A failure means: a wrapper that polls loses messages or hangs.
 */
class EventsTest {
  private final Events events = new Events();

  private static ByteBuffer read(byte[] polled) {
    return ByteBuffer.wrap(polled).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void as_many_frames_come_as_fit() {
    // given
    events.add(new byte[10]);
    events.add(new byte[10]);
    events.add(new byte[10]);

    // when
    ByteBuffer polled = read(events.poll(100, 0, 25));

    // then
    assertThat(polled.getInt(0)).isEqualTo(2);
    assertThat(polled.getInt(4)).isZero();
    assertThat(read(events.poll(100, 0, 25)).getInt(0)).isEqualTo(1);
  }

  @Test
  void a_frame_that_is_too_large_is_not_lost() {
    // given
    events.add(new byte[100]);

    // when
    ByteBuffer tooSmall = read(events.poll(1, 0, 99));

    // then
    assertThat(tooSmall.getInt(0)).isZero();
    assertThat(tooSmall.getInt(4)).isEqualTo(100);
    assertThat(read(events.poll(1, 0, 100)).getInt(0)).isEqualTo(1);
  }

  @Test
  void the_parts_of_an_event_that_do_not_fit_come_next() {
    // given
    events.add(
        () ->
            Stream.of(new byte[] {1}, new byte[] {2}, new byte[] {3})
                .map(FrameSource::of)
                .toList());

    // when / then
    assertThat(events.poll(2, 0, 100)).endsWith(1, 2);
    assertThat(events.poll(2, 0, 100)).endsWith(3);
  }

  @Test
  void a_failure_goes_to_the_program_once_and_polling_goes_on() {
    // given
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    events.add(new byte[] {1});
    events.add(
        () -> {
          throw full;
        });
    events.add(new byte[] {2});

    // when / then
    assertThat(events.poll(9, 0, 100)).as("what came before it").endsWith(1);
    assertThatThrownBy(() -> events.poll(9, 0, 100)).isSameAs(full);
    assertThat(events.poll(9, 0, 100)).as("what came after it").endsWith(2);
    events.close();
    assertThat(events.poll(9, 0, 100)).isNull();
  }

  @Test
  void frames_for_which_there_is_no_memory_stay_for_the_next_poll() {
    // given: with the header of a poll larger than any array
    byte[] large = new byte[1 << 20];
    events.add(() -> Collections.nCopies(2_047, FrameSource.of(large)));
    events.add(new byte[(1 << 20) - 17]);

    // when / then
    assertThatThrownBy(() -> events.poll(9_999, 0, Integer.MAX_VALUE))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(read(events.poll(3, 0, 4 << 20)).getInt(0)).isEqualTo(3);
  }

  @Test
  void an_event_that_is_not_wanted_any_more_gives_nothing() {
    // given
    events.add(List::of);

    // when / then
    assertThat(read(events.poll(1, 0, 100)).getInt(0)).isZero();
  }

  @Test
  void a_poll_waits_for_the_first_frame() throws Exception {
    // given
    CompletableFuture<byte[]> polled =
        CompletableFuture.supplyAsync(() -> events.poll(1, 20_000, 100));

    // when
    events.add(new byte[] {7});

    // then
    assertThat(polled.get(10, TimeUnit.SECONDS)).endsWith(7);
  }

  @Test
  void after_the_close_what_waits_is_given_and_then_null() {
    // given
    events.add(new byte[] {7});
    events.close();
    events.add(new byte[] {8});

    // when / then
    assertThat(events.poll(9, 0, 100)).endsWith(7);
    assertThat(events.poll(9, 0, 100)).isNull();
  }

  @Test
  void a_close_ends_polls_that_wait() throws Exception {
    // given
    CompletableFuture<byte[]> polled =
        CompletableFuture.supplyAsync(() -> events.poll(1, 20_000, 100));

    // when
    events.close();

    // then
    assertThat(polled.get(10, TimeUnit.SECONDS)).isNull();
  }
}
