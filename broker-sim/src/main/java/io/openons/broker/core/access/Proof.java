package io.openons.broker.core.access;

import java.time.LocalDateTime;

/**
 * Evidence of a caller's identity, parsed by its protocol and not checked yet. Its text shows no
 * part of it.
 */
public interface Proof {
  /** Returns the access key that the caller claims to have. */
  String accessKey();

  /** Returns whether the signature was made with a secret key; equally slow for every wrong one. */
  boolean isSignedWith(byte[] secretKey);

  /** Returns the session token; null for none. */
  String sessionToken();

  /** Returns whether the signature covers a date; protocols whose signatures have none say no. */
  default boolean isDated() {
    return true;
  }

  /**
   * Returns the date that the signature covers, as the caller's clock shows it: UTC or the caller's
   * local time, which the text does not say.
   */
  LocalDateTime signedAt();
}
