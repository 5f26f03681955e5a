package io.openons.broker.server.grpc.call;

/** A refusal that a test ordered. */
public final class OrderedRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * Makes a refusal.
   *
   * @param code name of a code of {@code apache.rocketmq.v2}
   * @param method the call that is refused
   */
  public OrderedRefusal(String code, String method) {
    super("a test ordered that %s is refused".formatted(method), null, false, false);
    this.code = code;
  }

  /** Returns the name of the code. */
  public String code() {
    return code;
  }
}
