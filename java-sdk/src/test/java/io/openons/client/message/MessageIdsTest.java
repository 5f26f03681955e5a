package io.openons.client.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Goal: message ids are unique and readable as the official clients' are.
 *
 * <p>Method: makes ids with known parts.
 *
 * <p>A failure means: two messages share an id.
 */
class MessageIdsTest {

  @Test
  void an_id_has_version_address_process_second_and_sequence() {
    MessageIds ids =
        new MessageIds(
            new byte[] {1, 2, 3, (byte) 0xAB, (byte) 0xCD, (byte) 0xEF},
            0x12345678,
            () -> Instant.parse("2021-01-01T00:00:16Z"));

    assertThat(ids.next()).isEqualTo("01" + "010203ABCDEF" + "5678" + "00000010" + "00000000");
    assertThat(ids.next()).isEqualTo("01" + "010203ABCDEF" + "5678" + "00000010" + "00000001");
  }

  @Test
  void the_process_never_gives_an_id_twice() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(MessageIds.ofProcess().next())).isTrue();
    }
    assertThat(seen).allMatch(id -> id.matches("01[0-9A-F]{32}"));
  }
}
