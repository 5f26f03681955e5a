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
  /** Stands between a handle and its seal. */
  private static final char SEAL = '~';

  private static final int SEAL_LENGTH = 17;

  private final SignatureDates dates;
  private volatile Users users;

  private AccessControl(Users users, SignatureDates dates) {
    this.users = users;
    this.dates = dates;
  }

  /** Everybody may do everything, and signatures are not read. */
  public static AccessControl off() {
    return new AccessControl(null, null);
  }

  /** Only these users may do anything. */
  public static AccessControl of(Users users, SignatureDates dates) {
    return new AccessControl(users, dates);
  }

  /** Takes other users; holds for every request that is decided from now on. */
  public void replace(Users changed) {
    users = changed;
  }

  /** Returns whether anything is checked. */
  public boolean isOn() {
    return users != null;
  }

  /**
   * Checks the identity of a caller, with the date of its signature.
   *
   * @param proof the evidence; null when the request is not signed
   * @throws BrokerException with {@link Reason#UNAUTHORIZED}: what is missing, and what to do
   */
  public Caller authenticate(Proof proof) {
    Users current = users;
    if (current == null) {
      return Caller.ANYBODY;
    }
    if (proof == null) {
      throw refusal(
          "the request is not signed, and this broker has access control on;"
              + " set an access key and a secret key");
    }
    User user = identify(current, proof);
    String tooOld = proof.isDated() ? dates.refusal(proof.signedAt()) : null;
    if (tooOld != null) {
      throw refusal(tooOld);
    }
    return new Caller(proof, current, user);
  }

  private static User identify(Users users, Proof proof) {
    User user = users.find(proof.accessKey());
    if (user == null) {
      throw refusal(
          "the access key of the request is not known here;"
              + " check it, or add the user to the broker's users file");
    }
    if (!user.signed(proof)) {
      throw refusal(
          "the signature of access key %s is wrong; check its secret key"
              .formatted(user.accessKey()));
    }
    if (!user.hasToken(proof.sessionToken())) {
      throw refusal(
          "access key %s needs a session token, and the request has none or another; check the security token"
              .formatted(user.accessKey()));
    }
    return user;
  }

  /** Returns whether a request of a caller would be let through. */
  public boolean permits(Caller caller, Need need) {
    try {
      require(caller, List.of(need));
      return true;
    } catch (BrokerException refusal) {
      return false;
    }
  }

  /**
   * Lets a request through, or not. A caller who was identified by earlier users is identified
   * again.
   *
   * @param needs all rights that the request needs
   * @throws BrokerException with {@link Reason#UNAUTHORIZED}: what is missing, and what to do
   */
  public void require(Caller caller, List<Need> needs) {
    Users current = users;
    if (current == null) {
      return;
    }
    User user = current == caller.users() ? caller.user() : identify(current, caller.proof());
    for (Need need : needs) {
      if (!user.may(need)) {
        throw refusal(
            "access key %s lacks the right %s; grant it in the broker's users file"
                .formatted(user.accessKey(), need));
      }
    }
  }

  /**
   * Returns whether a caller may do something as an operator; without access control everybody may.
   *
   * @throws BrokerException with {@link Reason#UNAUTHORIZED} when the caller is no user any more,
   *     or has another secret key
   */
  public boolean administers(Caller caller, AdminRole role) {
    Users current = users;
    if (current == null) {
      return true;
    }
    User user = current == caller.users() ? caller.user() : identify(current, caller.proof());
    return user.isAtLeast(role);
  }

  /** Returns a handle that only the caller's user can use; without access control, as it is. */
  public String seal(Caller caller, String handle) {
    return caller.user() == null ? handle : handle + SEAL + caller.user().seal(handle);
  }

  /**
   * Returns the handle that was sealed for the caller's user. Without access control every handle
   * is taken.
   *
   * @param reason of the refusal
   * @throws BrokerException when the handle was given to another user
   */
  public String unseal(Caller caller, String sealed, Reason reason) {
    int end = sealed.length() - SEAL_LENGTH;
    boolean hasSeal = end > 0 && sealed.charAt(end) == SEAL;
    String handle = hasSeal ? sealed.substring(0, end) : sealed;
    Users current = users;
    if (current == null || caller.user() == null) {
      return handle;
    }
    boolean isTheirs =
        hasSeal
            && current.named(caller.user().name()).stream()
                .anyMatch(user -> sealed.endsWith(user.seal(handle)));
    if (!isTheirs) {
      throw new BrokerException(
          reason,
          "access key %s was not given this handle; it belongs to the user who received or sent the message"
              .formatted(caller.user().accessKey()));
    }
    return handle;
  }

  private static BrokerException refusal(String text) {
    return new BrokerException(Reason.UNAUTHORIZED, text);
  }
}
