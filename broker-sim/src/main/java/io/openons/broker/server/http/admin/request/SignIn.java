package io.openons.broker.server.http.admin.request;

/**
 * The keys of a user. Its text shows none of them.
 *
 * @param accessKey the access key
 * @param secretKey the secret key
 * @param securityToken the session token; null for users that need none
 */
public record SignIn(String accessKey, String secretKey, String securityToken) {
  @Override
  public String toString() {
    return "keys of a user";
  }
}
