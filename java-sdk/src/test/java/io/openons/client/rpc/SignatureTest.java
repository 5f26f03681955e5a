package io.openons.client.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.client.config.Credentials;
import org.junit.jupiter.api.Test;

/**
 * Goal: requests are signed as servers check it.
 *
 * <p>Method: signs a known text with a known key.
 *
 * <p>A failure means: servers refuse every request.
 */
class SignatureTest {

  /** The MAC was computed by {@code openssl dgst -sha1 -hmac}. */
  @Test
  void the_header_is_an_upper_case_hmac_of_the_date_by_the_secret_key() {
    Credentials credentials = new Credentials("my-ak", "my-sk", "");

    assertThat(Signature.authorization(credentials, "20260102T030405Z"))
        .isEqualTo(
            "MQv2-HMAC-SHA1 Credential=my-ak, SignedHeaders=x-mq-date-time,"
                + " Signature=53A59143781A94EAAA914888DC476FA58FF65C61");
  }
}
