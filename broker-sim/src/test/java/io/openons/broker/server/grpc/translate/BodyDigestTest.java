package io.openons.broker.server.grpc.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whoever receives a body can check it. Method: known digests. A failure means that a client
 * takes good messages for damaged ones.
 */
class BodyDigestTest {
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"CPP", "DOTNET", "GO", "PYTHON", "HTTP", "RUST", "java", ""})
  void most_languages_get_the_md5(String language) {
    BodyDigest digest = BodyDigest.forLanguage(language);

    assertThat(digest).isEqualTo(BodyDigest.MD5);
    assertThat(digest.of(bytes("abc"))).isEqualTo("900150983CD24FB0D6963F7D28E17F72");
  }

  @ParameterizedTest
  @CsvSource({"abc, 352441C2", "'', 0", "body-0, 60BB6A6"})
  void java_gets_the_crc(String body, String crc) {
    BodyDigest digest = BodyDigest.forLanguage("JAVA");

    assertThat(digest).isEqualTo(BodyDigest.CRC32);
    assertThat(digest.of(bytes(body))).isEqualTo(crc);
  }

  @Test
  void leading_zeros_are_left_out() {
    int shorter = 0;
    for (int i = 0; i < 1_000; i++) {
      String checksum = BodyDigest.CRC32.of(bytes("body-" + i));
      assertThat(checksum).matches("[1-9A-F][0-9A-F]*");
      shorter += checksum.length() < 8 ? 1 : 0;
    }
    assertThat(shorter).isPositive();
  }

  @Test
  void the_body_is_not_used_up() {
    ByteBuffer body = bytes("abc");
    for (BodyDigest digest : BodyDigest.values()) {
      digest.of(body);
      assertThat(body.remaining()).isEqualTo(3);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
