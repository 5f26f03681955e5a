package io.openons.broker.server.remoting.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: operators read releases, clients their numbers. Method: the numbers that released clients
 * send. A failure means that lists of clients name releases that they are not.
 */
class VersionsTest {
  @ParameterizedTest
  @CsvSource({"232,4.1.0-SNAPSHOT", "401,4.9.4", "409,4.9.8", "479,5.3.3", "513,5.5.0", "121,121"})
  void a_number_is_a_release_and_back(int number, String text) {
    assertThat(Versions.text(number)).isEqualTo(text);
    assertThat(Versions.number(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"3.4.9", "new", "''", "10.0.0"})
  void what_is_no_release_has_no_number(String text) {
    assertThat(Versions.number(text)).isZero();
  }
}
