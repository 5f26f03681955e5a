package io.openons.broker.server.http.access;

import io.openons.broker.core.access.Proof;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDateTime;

/** A secret key itself, as somebody types it who signs in. Its text shows nothing of it. */
final class SecretProof implements Proof {
  private final String accessKey;
  private final byte[] secretKey;
  private final String sessionToken;

  SecretProof(String accessKey, String secretKey, String sessionToken) {
    this.accessKey = accessKey;
    this.secretKey = secretKey.getBytes(StandardCharsets.UTF_8);
    this.sessionToken = sessionToken;
  }

  @Override
  public String accessKey() {
    return accessKey;
  }

  @Override
  public boolean isSignedWith(byte[] known) {
    return MessageDigest.isEqual(known, secretKey);
  }

  @Override
  public String sessionToken() {
    return sessionToken;
  }

  @Override
  public boolean isDated() {
    return false;
  }

  @Override
  public LocalDateTime signedAt() {
    throw new UnsupportedOperationException("a secret has no date");
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
