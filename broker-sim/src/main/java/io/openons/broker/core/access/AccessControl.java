package io.openons.broker.core.access;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import java.util.List;

/**
 * Decides whether a request may be done: it must be signed by a user, and the user must have the
 * rights that it needs. Safe on any thread.
 *
 * <p>No refusal contains a secret, a signature, or an access key that is not a user's: somebody who
 * swaps the two keys of their credentials would find their secret key in a log.
 */
public final class AccessControl {
  private volatile Users users;

  private AccessControl(Users users) {
    this.users = users;
  }

  /** Everybody may do everything, and signatures are not looked at. */
  public static AccessControl off() {
    return new AccessControl(null);
  }

  /** Only these users may do anything. */
  public static AccessControl of(Users users) {
    return new AccessControl(users);
  }

  /** Takes other users; holds for every request that is decided from now on. */
  public void replace(Users changed) {
    users = changed;
  }

  /** Says whether anything is checked. */
  public boolean isOn() {
    return users != null;
  }

  /** Says whether a request would be let through. */
  public boolean permits(Credentials credentials, Need need) {
    try {
      require(credentials, List.of(need));
      return true;
    } catch (BrokerException refusal) {
      return false;
    }
  }

  /**
   * Lets a request through, or not.
   *
   * @param needs everything that it needs; a request that needs nothing must be signed, too
   * @throws BrokerException with {@link Reason#UNAUTHORIZED}: what is missing, and what to do
   */
  public void require(Credentials credentials, List<Need> needs) {
    Users current = users;
    if (current == null) {
      return;
    }
    User user = authenticate(current, credentials);
    for (Need need : needs) {
      if (!user.may(need)) {
        throw refusal(
            "access key %s lacks the right %s; give it in the broker's users file"
                .formatted(user.accessKey(), need));
      }
    }
  }

  private static User authenticate(Users users, Credentials credentials) {
    if (credentials.isAnonymous()) {
      throw refusal(
          "the request is not signed, and this broker has access control on;"
              + " set AccessKey and SecretKey");
    }
    Signature signature = Signature.parse(credentials.authorization());
    if (credentials.signedText() == null) {
      throw refusal("the request has no x-mq-date-time header, which is what its signature is of");
    }
    User user = users.find(signature.accessKey());
    if (user == null) {
      throw refusal(
          "the access key of the request is not known here;"
              + " check AccessKey, or add the user to the broker's users file");
    }
    if (!user.signed(credentials.signedText(), signature.bytes())) {
      throw refusal(
          "the signature of access key %s is wrong; check SecretKey".formatted(user.accessKey()));
    }
    if (!user.hasToken(credentials.sessionToken())) {
      throw refusal(
          "access key %s needs a session token, and the request has none or another; check SecurityToken"
              .formatted(user.accessKey()));
    }
    return user;
  }

  private static BrokerException refusal(String text) {
    return new BrokerException(Reason.UNAUTHORIZED, text);
  }
}
