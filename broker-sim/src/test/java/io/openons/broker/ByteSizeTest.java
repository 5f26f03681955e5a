package io.openons.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: sizes mean what their unit says. Method: texts with each unit, and texts that are none. A
 * failure means a log of another length than asked for.
 */
class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1024,1024",
    "7B,7",
    "2k,2048",
    "2KB,2048",
    "3MiB,3145728",
    "'50 GiB',53687091200",
    "1tib,1099511627776"
  })
  void aNumberWithAUnitIsRead(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5GiB", "GiB", "5PiB", "99999999TiB", "1 2"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
