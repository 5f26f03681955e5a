package io.openons.conformance.drivers;

import java.util.ArrayList;
import java.util.List;

/** What a runner and a driver said to each other in one run, for the text of a failure. */
public final class Transcript {
  private static final double MILLION = 1_000_000;
  private static final int SHOWN = 80;

  private final long began = System.nanoTime();
  private final List<String> lines = new ArrayList<>();

  synchronized void add(String direction, Object line) {
    lines.add("%7.0f %s %s".formatted((System.nanoTime() - began) / MILLION, direction, line));
  }

  @Override
  public synchronized String toString() {
    List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN), lines.size());
    return (last.size() < lines.size() ? "(" + (lines.size() - SHOWN) + " lines before)\n" : "")
        + String.join("\n", last);
  }
}
