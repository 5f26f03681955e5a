package io.openons.broker.core.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody who signs requests, and what they may do. Keeps its secrets to itself. */
public final class User {
  private static final String ALGORITHM = "HmacSHA1";

  private final String accessKey;
  private final SecretKeySpec secretKey;
  private final byte[] sessionToken;
  private final Rules topics;
  private final Rules groups;

  /**
   * Makes a user.
   *
   * @param accessKey the public half of the credentials: not blank, without blanks and {@code / ,
   *     =}
   * @param secretKey the secret half, not empty
   * @param sessionToken what else each request must carry; null for nothing
   * @throws IllegalArgumentException naming what is wrong with the keys, without their values
   */
  public User(String accessKey, String secretKey, String sessionToken, Rules topics, Rules groups) {
    if (accessKey.isEmpty() || !accessKey.matches("[!-~&&[^/,=]]+")) {
      throw new IllegalArgumentException(
          "the access key is empty or has other characters than visible ASCII without / , =");
    }
    if (secretKey.isEmpty()) {
      throw new IllegalArgumentException("the secret key is empty; choose a long one");
    }
    this.accessKey = accessKey;
    this.secretKey = new SecretKeySpec(bytes(secretKey), ALGORITHM);
    this.sessionToken = sessionToken == null ? null : bytes(sessionToken);
    this.topics = topics;
    this.groups = groups;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the public half of the credentials. */
  public String accessKey() {
    return accessKey;
  }

  /**
   * Says whether a signature is this user's for a text; takes the same time for every wrong one.
   */
  boolean signed(String text, byte[] signature) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secretKey);
      return MessageDigest.isEqual(mac.doFinal(bytes(text)), signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  /** Says whether a request's session token, null for none, is the one that this user needs. */
  boolean hasToken(String token) {
    return sessionToken == null
        || token != null && MessageDigest.isEqual(sessionToken, bytes(token));
  }

  boolean may(Need need) {
    Rules rules = need.kind() == Need.Kind.TOPIC ? topics : groups;
    return rules.on(need.name()).overlaps(need.right());
  }

  @Override
  public String toString() {
    return "user " + accessKey;
  }
}
