package io.openons.broker.core.message;

/**
 * The hashes by which messages are found; they are on disk. Different texts may share one, so
 * whoever finds a message compares.
 */
public final class SearchHash {
  private static final int ID = 1;
  private static final int KEY = 2;

  private SearchHash() {}

  public static int ofId(int topicId, String id) {
    return of(topicId, ID, id);
  }

  public static int ofKey(int topicId, String key) {
    return of(topicId, KEY, key);
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
