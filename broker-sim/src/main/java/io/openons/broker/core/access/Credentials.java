package io.openons.broker.core.access;

/**
 * What a request carries to prove whose it is; nothing of it is checked yet. Its text shows none of
 * it.
 *
 * @param authorization who signed, and the signature; null when there is none. {@code
 *     MQv2-HMAC-SHA1 Credential=KEY, SignedHeaders=x-mq-date-time, Signature=HEX}
 * @param signedText the text that is signed, which clients make from their clock; null when there
 *     is none
 * @param sessionToken null when there is none
 */
public record Credentials(String authorization, String signedText, String sessionToken) {
  /** Says whether the request claims to be anybody's. */
  public boolean isAnonymous() {
    return authorization == null || authorization.isBlank();
  }

  @Override
  public String toString() {
    return isAnonymous() ? "no credentials" : "credentials";
  }
}
