package io.openons.broker.core.access;

/** A caller whose identity was checked. Immutable; its text shows no secret. */
public final class Caller {
  /** The caller of a broker without access control. */
  static final Caller ANYBODY = new Caller(null, null, null);

  private final Proof proof;
  private final Users users;
  private final User user;

  Caller(Proof proof, Users users, User user) {
    this.proof = proof;
    this.users = users;
    this.user = user;
  }

  Proof proof() {
    return proof;
  }

  /** Returns the users by whom the caller was identified. */
  Users users() {
    return users;
  }

  /** Returns the name of the user; null without access control. */
  public String userName() {
    return user == null ? null : user.name();
  }

  /** Returns the user; null without access control. */
  User user() {
    return user;
  }

  @Override
  public String toString() {
    return user == null ? "anybody" : user.toString();
  }
}
