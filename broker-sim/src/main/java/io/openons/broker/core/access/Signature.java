package io.openons.broker.core.access;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * What an authorization text says. Read with leniency, because every official client writes it in a
 * way of its own: the access key may be followed by {@code /} and a region, the hexadecimal digits
 * may be of any case, and the name of the algorithm and the list of signed headers are not looked
 * at.
 *
 * @param accessKey who signed
 * @param bytes the signature
 */
record Signature(String accessKey, byte[] bytes) {
  /**
   * Reads an authorization text.
   *
   * @throws BrokerException with {@link Reason#UNAUTHORIZED}, without any part of the text
   */
  static Signature parse(String authorization) {
    Map<String, String> items = items(authorization);
    String credential = items.getOrDefault("credential", "");
    int slash = credential.indexOf('/');
    String accessKey = slash < 0 ? credential : credential.substring(0, slash);
    if (accessKey.isEmpty()) {
      throw new BrokerException(
          Reason.UNAUTHORIZED,
          "the request is signed with an empty access key; set AccessKey and SecretKey");
    }
    try {
      String hex = items.getOrDefault("signature", "");
      if (!hex.isEmpty()) {
        return new Signature(accessKey, HexFormat.of().parseHex(hex));
      }
    } catch (IllegalArgumentException e) {
      // Its text would show the signature; the refusal below does not.
    }
    throw new BrokerException(
        Reason.UNAUTHORIZED,
        "the authorization header has no hexadecimal signature; it must read"
            + " 'MQv2-HMAC-SHA1 Credential=KEY, SignedHeaders=x-mq-date-time, Signature=HEX'");
  }

  /** Returns what stands after the first blank: {@code key=value}, between commas. */
  private static Map<String, String> items(String authorization) {
    Map<String, String> items = new HashMap<>();
    String text = authorization.strip();
    for (String item : text.substring(text.indexOf(' ') + 1).split(",")) {
      int equals = item.indexOf('=');
      if (equals > 0) {
        items.put(
            item.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            item.substring(equals + 1).strip());
      }
    }
    return items;
  }
}
