package io.openons.broker.server.remoting.call;

import io.openons.broker.core.access.Proof;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.RequestCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a request: an HMAC over the values of its fields, in the order of their names,
 * and its body. It covers no date.
 */
final class Signature implements Proof {
  private static final String ALGORITHM = "HmacSHA1";
  private static final String ACCESS_KEY = "AccessKey";
  private static final String SIGNATURE = "Signature";
  private static final String SECURITY_TOKEN = "SecurityToken";

  /** A field that one family of clients adds after it has signed. */
  private static final String ADDED_LATER = "_UNIQUE_KEY_QUERY";

  /**
   * A field that the same family signs in its question for a route and does not send: a separator,
   * which its class has as a hidden constant of this name.
   */
  private static final String HIDDEN_FIELD = "split";

  private static final String HIDDEN_VALUE = "\u0001";

  private final Command request;
  private final byte[] signature;

  private Signature(Command request, byte[] signature) {
    this.request = request;
    this.signature = signature;
  }

  /** Returns the signature of a request; null when it has none. */
  static Signature of(Command request) {
    String text = request.fields().get(SIGNATURE);
    if (text == null || request.fields().get(ACCESS_KEY) == null) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      // Equal to no signature, so the refusal names the access key.
      bytes = new byte[0];
    }
    return new Signature(request, bytes);
  }

  @Override
  public String accessKey() {
    return request.fields().get(ACCESS_KEY);
  }

  @Override
  public boolean isSignedWith(byte[] secretKey) {
    TreeMap<String, String> signed = new TreeMap<>(request.fields());
    signed.remove(SIGNATURE);
    boolean isRight = isSigned(signed, secretKey);
    if (!isRight && signed.remove(ADDED_LATER) != null) {
      isRight = isSigned(signed, secretKey);
    }
    if (!isRight && request.code() == RequestCode.ROUTE) {
      signed.put(HIDDEN_FIELD, HIDDEN_VALUE);
      isRight = isSigned(signed, secretKey);
    }
    return isRight;
  }

  private boolean isSigned(Map<String, String> fields, byte[] secretKey) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secretKey, ALGORITHM));
      fields.values().forEach(value -> mac.update(value.getBytes(StandardCharsets.UTF_8)));
      mac.update(request.body().duplicate());
      return MessageDigest.isEqual(mac.doFinal(), signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  @Override
  public String sessionToken() {
    return request.fields().get(SECURITY_TOKEN);
  }

  @Override
  public boolean isDated() {
    return false;
  }

  @Override
  public LocalDateTime signedAt() {
    return null;
  }

  @Override
  public String toString() {
    return "signed";
  }
}
