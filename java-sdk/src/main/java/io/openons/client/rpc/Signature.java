package io.openons.client.rpc;

import io.openons.client.config.Credentials;
import io.openons.client.platform.Hex;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The {@code authorization} header: an HMAC-SHA1, by the secret key, of the date-time header. */
final class Signature {
  private static final String ALGORITHM = "HmacSHA1";

  private Signature() {}

  /** The header's value. */
  static String authorization(Credentials credentials, String dateTime) {
    return "MQv2-HMAC-SHA1 Credential="
        + credentials.accessKey()
        + ", SignedHeaders=x-mq-date-time, Signature="
        + Hex.upper(hmac(credentials.secretKey(), dateTime));
  }

  private static byte[] hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, impossible);
    }
  }
}
