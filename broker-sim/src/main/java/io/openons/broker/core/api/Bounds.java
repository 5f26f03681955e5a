package io.openons.broker.core.api;

/**
 * How much of what clients may cause a broker keeps at a time; what goes beyond is refused, with
 * both numbers. All numbers are 1 or more.
 *
 * @param topicsMadeOnUse topics that were made because a client named them; about 3 KB each
 * @param groupsMadeOnUse groups that were made because a client named them; about 1 KB each
 * @param waitingCalls calls that wait for messages; about 6 KB each with their connection's part
 * @param waitingOfGroup those of them that take from one topic for one group
 * @param subscriptions groups in topics: one for each topic that a group consumes; about 8 KB each
 *     with 8 queues
 * @param unfinished messages that are delivered and not acknowledged, of all groups; about 300
 *     bytes each
 * @param openTransactions half messages that are not decided, of all producers; about 200 bytes
 *     each. When there are more, the one that was set aside first is rolled back
 * @param openTransactionsOfClient those of them that one client sent
 */
public record Bounds(
    int topicsMadeOnUse,
    int groupsMadeOnUse,
    int subscriptions,
    int waitingCalls,
    int waitingOfGroup,
    long unfinished,
    int openTransactions,
    int openTransactionsOfClient) {
  /**
   * 10,000 topics, 10,000 groups, 20,000 subscriptions, 20,000 waiting calls, 5,000 of a group,
   * 1,000,000 unfinished messages, 1,000,000 open transactions, 100,000 of a client.
   */
  public static final Bounds DEFAULT =
      new Bounds(10_000, 10_000, 20_000, 20_000, 5_000, 1_000_000, 1_000_000, 100_000);

  /** Checks the numbers. */
  public Bounds {
    check("topicsMadeOnUse", topicsMadeOnUse);
    check("groupsMadeOnUse", groupsMadeOnUse);
    check("subscriptions", subscriptions);
    check("waitingCalls", waitingCalls);
    check("waitingOfGroup", waitingOfGroup);
    check("unfinished", unfinished);
    check("openTransactions", openTransactions);
    check("openTransactionsOfClient", openTransactionsOfClient);
  }

  private static void check(String name, long number) {
    if (number < 1) {
      throw new IllegalArgumentException("%s is %d; it must be 1 or more".formatted(name, number));
    }
  }
}
