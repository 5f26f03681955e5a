package io.openons.broker.server.net;

import java.time.Duration;
import java.util.Set;

/** Decides which calls go wrong, because a test ordered it. */
@FunctionalInterface
public interface CallFaults {
  /** Lets every call be. */
  CallFaults NONE = call -> null;

  /**
   * A call, as faults choose it.
   *
   * @param method its name in its protocol
   * @param topics the topics that it names
   * @param groups the consumer groups that it names
   * @param clientId who calls; null when it does not say so
   */
  record Call(String method, Set<String> topics, Set<String> groups, String clientId) {}

  /** The kinds of faults. */
  enum Kind {
    /** The call is held, and goes on after a time of the broker's clock. */
    DELAY,
    /** The call is refused, and does nothing. */
    REFUSE,
    /** The call does what it should, and is never answered. */
    DROP_ANSWER,
    /** The connection is cut, and the call does nothing. */
    CUT,
    /** The call does what it should, and the connection is cut in place of the answer. */
    CUT_ANSWER
  }

  /**
   * What goes wrong.
   *
   * @param kind how
   * @param delay how long a call is held; else null
   * @param code the code of a refusal in the words of the protocol; else null
   */
  record Effect(Kind kind, Duration delay, String code) {}

  /** Returns what goes wrong with a call; null for nothing. */
  Effect on(Call call);
}
