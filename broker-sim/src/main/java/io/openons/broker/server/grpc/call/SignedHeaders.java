package io.openons.broker.server.grpc.call;

import io.openons.broker.core.access.Proof;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers by which a request of this protocol is signed. Read with leniency, because every
 * official client writes them in a way of its own: the access key may be followed by {@code /} and
 * a region, the hexadecimal digits may be of any case, and the name of the algorithm and the list
 * of signed headers are not read. Its text shows none of them.
 *
 * @param authorization {@code MQv2-HMAC-SHA1 Credential=KEY, SignedHeaders=x-mq-date-time,
 *     Signature=HEX}; null when the request has none
 * @param dateTime the signed text, a date by the client's clock; null when the request has none
 * @param sessionToken null when the request has none
 */
public record SignedHeaders(String authorization, String dateTime, String sessionToken) {
  private static final String ALGORITHM = "HmacSHA1";

  /** Returns whether the request claims no identity. */
  public boolean isAnonymous() {
    return authorization == null || authorization.isBlank();
  }

  /**
   * Returns the evidence in the headers; null when the request is not signed.
   *
   * @throws BrokerException with {@link Reason#UNAUTHORIZED}, without any part of the headers
   */
  public Proof proof() {
    if (isAnonymous()) {
      return null;
    }
    Map<String, String> items = items();
    String credential = items.getOrDefault("credential", "");
    int slash = credential.indexOf('/');
    String accessKey = slash < 0 ? credential : credential.substring(0, slash);
    if (accessKey.isEmpty()) {
      throw refusal("the request is signed with an empty access key; set AccessKey and SecretKey");
    }
    byte[] signature = signature(items.getOrDefault("signature", ""));
    if (dateTime == null) {
      throw refusal("the request has no x-mq-date-time header, which its signature covers");
    }
    return new Signed(accessKey, dateTime, signature, sessionToken);
  }

  private static byte[] signature(String hex) {
    try {
      if (!hex.isEmpty()) {
        return HexFormat.of().parseHex(hex);
      }
    } catch (IllegalArgumentException e) {
      // Its text would show the signature; the refusal below does not.
    }
    throw refusal(
        "the authorization header has no hexadecimal signature; it must read"
            + " 'MQv2-HMAC-SHA1 Credential=KEY, SignedHeaders=x-mq-date-time, Signature=HEX'");
  }

  /** Returns the part after the first blank: {@code key=value}, between commas. */
  private Map<String, String> items() {
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

  private static BrokerException refusal(String text) {
    return new BrokerException(Reason.UNAUTHORIZED, text);
  }

  @Override
  public String toString() {
    return isAnonymous() ? "not signed" : "signed";
  }

  private record Signed(String accessKey, String dateTime, byte[] signature, String sessionToken)
      implements Proof {
    private static final int DATE_DIGITS = 14;

    @Override
    public boolean isSignedWith(byte[] secretKey) {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(secretKey, ALGORITHM));
        byte[] right = mac.doFinal(dateTime.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(right, signature);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
      }
    }

    /** Clients write {@code 20260102T030405Z}, whatever their zone; some with other separators. */
    @Override
    public LocalDateTime signedAt() {
      StringBuilder digits = new StringBuilder(DATE_DIGITS);
      for (int i = 0; i < dateTime.length() && digits.length() < DATE_DIGITS; i++) {
        char character = dateTime.charAt(i);
        if (character >= '0' && character <= '9') {
          digits.append(character);
        }
      }
      if (digits.length() < DATE_DIGITS) {
        return null;
      }
      try {
        return LocalDateTime.of(
            Integer.parseInt(digits, 0, 4, 10),
            Integer.parseInt(digits, 4, 6, 10),
            Integer.parseInt(digits, 6, 8, 10),
            Integer.parseInt(digits, 8, 10, 10),
            Integer.parseInt(digits, 10, 12, 10),
            Integer.parseInt(digits, 12, 14, 10));
      } catch (DateTimeException e) {
        return null; // No date; the refusal names the right form.
      }
    }

    @Override
    public String toString() {
      return "signed";
    }
  }
}
