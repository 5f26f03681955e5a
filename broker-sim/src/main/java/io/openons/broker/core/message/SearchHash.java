package io.openons.broker.core.message;

/**
 * The hashes by which messages are found; they are on disk. Different texts may share one, so
 * whoever finds a message compares.
 */
public final class SearchHash {
  private static final int ID = 1;
  private static final int KEY = 2;
  private static final int DELAYED = 3;

  private SearchHash() {}

  public static int ofId(int topicId, String id) {
    return of(topicId, ID, id);
  }

  public static int ofKey(int topicId, String key) {
    return of(topicId, KEY, key);
  }

  /** Returns the hash of a message that waits for its delivery time. */
  public static int ofDelayed(int topicId, long deliveryTime, String id) {
    return of(topicId, DELAYED, id) * 31 + Long.hashCode(deliveryTime);
  }

  public static int[] of(int topicId, Message message) {
    int[] hashes = new int[1 + message.keys().size()];
    hashes[0] = ofId(topicId, message.id());
    for (int i = 1; i < hashes.length; i++) {
      hashes[i] = ofKey(topicId, message.keys().get(i - 1));
    }
    return hashes;
  }

  private static int of(int topicId, int what, String text) {
    return (topicId * 31 + what) * 31 + text.hashCode();
  }
}
