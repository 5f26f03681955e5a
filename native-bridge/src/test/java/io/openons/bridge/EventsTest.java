package io.openons.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final Events events = new Events();

  private static ByteBuffer read(byte[] polled) {
    return ByteBuffer.wrap(polled).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void asManyFramesComeAsFit() {
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
  void aFrameThatIsTooLargeIsNotLost() {
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
  void thePartsOfAnEventThatDoNotFitComeNext() {
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
  void aFailureGoesToTheProgramOnceAndPollingGoesOn() {
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
  void framesForWhichThereIsNoMemoryStayForTheNextPoll() {
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
  void anEventThatIsNotWantedAnyMoreGivesNothing() {
    // given
    events.add(List::of);

    // when / then
    assertThat(read(events.poll(1, 0, 100)).getInt(0)).isZero();
  }

  @Test
  void aPollWaitsForTheFirstFrame() throws Exception {
    // given
    CompletableFuture<byte[]> polled =
        CompletableFuture.supplyAsync(() -> events.poll(1, 20_000, 100));

    // when
    events.add(new byte[] {7});

    // then
    assertThat(polled.get(10, TimeUnit.SECONDS)).endsWith(7);
  }

  @Test
  void afterTheCloseWhatWaitsIsGivenAndThenNull() {
    // given
    events.add(new byte[] {7});
    events.close();
    events.add(new byte[] {8});

    // when / then
    assertThat(events.poll(9, 0, 100)).endsWith(7);
    assertThat(events.poll(9, 0, 100)).isNull();
  }

  @Test
  void aCloseEndsPollsThatWait() throws Exception {
    // given
    CompletableFuture<byte[]> polled =
        CompletableFuture.supplyAsync(() -> events.poll(1, 20_000, 100));

    // when
    events.close();

    // then
    assertThat(polled.get(10, TimeUnit.SECONDS)).isNull();
  }
}
