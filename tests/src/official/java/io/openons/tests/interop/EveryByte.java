package io.openons.tests.interop;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Many messages whose bodies have all bytes there are, each begun with another one. */
final class EveryByte {
  private final String topic;
  private final int count;
  private final Consumer<Line> whenAll;
  private final Set<String> keys = new HashSet<>();
  private int wrong;

  /** Counts those that arrive, and reports when all are there. */
  EveryByte(String topic, int count, Consumer<Line> whenAll) {
    this.topic = topic;
    this.count = count;
    this.whenAll = whenAll;
  }

  /** Returns the body of a message, whose key is its number. */
  static byte[] body(int number) {
    byte[] body = new byte[256];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (number + i);
    }
    return body;
  }

  synchronized void take(String key, byte[] body) {
    if (!Arrays.equals(body, body(Integer.parseInt(key)))) {
      wrong++;
    }
    if (keys.add(key) && keys.size() == count) {
      whenAll.accept(
          Line.of(
              "message",
              "topic",
              topic,
              "received",
              String.valueOf(keys.size()),
              "wrong",
              String.valueOf(wrong)));
    }
  }
}
