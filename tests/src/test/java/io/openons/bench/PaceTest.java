package io.openons.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void ratesThatStillClimbAreNotSettled() {
    assertThat(Pace.settled(List.of(100.0, 200.0, 300.0, 400.0, 500.0))).isFalse();
  }

  @Test
  void ratesWithinTenPercentOfTheirMeanAreSettled() {
    assertThat(Pace.settled(List.of(1.0, 95.0, 105.0, 100.0, 98.0, 102.0))).isTrue();
  }

  @Test
  void oneWindowThatIsOffIsNotSettled() {
    assertThat(Pace.settled(List.of(100.0, 100.0, 100.0, 100.0, 80.0))).isFalse();
  }

  @Test
  void tooFewWindowsAreNotSettled() {
    assertThat(Pace.settled(List.of(100.0, 100.0, 100.0, 100.0))).isFalse();
  }

  @Test
  void aLoadThatStandsStillIsNotSettled() {
    assertThat(Pace.settled(List.of(0.0, 0.0, 0.0, 0.0, 0.0))).isFalse();
  }
}
