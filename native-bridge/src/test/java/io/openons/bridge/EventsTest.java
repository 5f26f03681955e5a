package io.openons.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    events.add(() -> List.of(new byte[] {1}, new byte[] {2}, new byte[] {3}));

    // when / then
    assertThat(events.poll(2, 0, 100)).endsWith(1, 2);
    assertThat(events.poll(2, 0, 100)).endsWith(3);
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
