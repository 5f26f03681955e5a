package io.openons.broker.core.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody who signs requests, and what they may do. Keeps its secrets to itself. */
public final class User {
  private static final String SEAL = "HmacSHA256";
  private static final int SEAL_BYTES = 8;

  private final String name;
  private final String accessKey;
  private final byte[] secretKey;
  private final byte[] sessionToken;
  private final Rules topics;
  private final Rules groups;
  private final AdminRole role;

  /**
   * Makes a user.
   *
   * @param name several access keys with the same name are one user: what one of them opened
   *     belongs to all; null for the access key
   * @param accessKey the public half of the credentials: not blank, without blanks and {@code / ,
   *     =}
   * @param secretKey the secret half, not empty
   * @param sessionToken what else each request must carry; null for nothing
   * @throws IllegalArgumentException naming what is wrong with the keys, without their values
   */
  public User(
      String name,
      String accessKey,
      String secretKey,
      String sessionToken,
      Rules topics,
      Rules groups) {
    this(name, accessKey, secretKey, sessionToken, topics, groups, AdminRole.NONE);
  }

  /**
   * Makes a user who may be an operator, as the other.
   *
   * @param role what the user may do as an operator
   */
  public User(
      String name,
      String accessKey,
      String secretKey,
      String sessionToken,
      Rules topics,
      Rules groups,
      AdminRole role) {
    if (accessKey.isEmpty() || !accessKey.matches("[!-~&&[^/,=]]+")) {
      throw new IllegalArgumentException(
          "the access key is empty or has other characters than visible ASCII without / , =");
    }
    if (secretKey.isEmpty()) {
      throw new IllegalArgumentException("the secret key is empty; choose a long one");
    }
    this.name = name == null ? accessKey : name;
    this.accessKey = accessKey;
    this.secretKey = bytes(secretKey);
    this.sessionToken = sessionToken == null ? null : bytes(sessionToken);
    this.topics = topics;
    this.groups = groups;
    this.role = role;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the public half of the credentials. */
  public String accessKey() {
    return accessKey;
  }

  /** Returns the name, which several access keys of one user share. */
  public String name() {
    return name;
  }

  boolean signed(Proof proof) {
    return proof.isSignedWith(secretKey);
  }

  /**
   * Returns a mark that only this access key can put on a text. It differs from every signature of
   * a request, since those are made by other algorithms or of other texts.
   */
  String seal(String text) {
    try {
      Mac mac = Mac.getInstance(SEAL);
      mac.init(new SecretKeySpec(secretKey, SEAL));
      mac.update(bytes("ons-seal\n"));
      return HexFormat.of().formatHex(mac.doFinal(bytes(text)), 0, SEAL_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + SEAL, e);
    }
  }

  /** Returns whether a request's session token, null for none, is the one that this user needs. */
  boolean hasToken(String token) {
    return sessionToken == null
        || token != null && MessageDigest.isEqual(sessionToken, bytes(token));
  }

  boolean may(Need need) {
    if (need.kind() == Need.Kind.BROKER || role == AdminRole.FULL) {
      return isAtLeast(need.right() == Right.SUBSCRIBE ? AdminRole.READ : AdminRole.FULL);
    }
    Rules rules = need.kind() == Need.Kind.TOPIC ? topics : groups;
    return rules.on(need.name()).overlaps(need.right());
  }

  boolean isAtLeast(AdminRole needed) {
    return role.compareTo(needed) >= 0;
  }

  @Override
  public String toString() {
    return "user " + accessKey;
  }
}
