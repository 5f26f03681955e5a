package io.openons.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Ports for servers that cannot take port 0. */
public final class FreePorts {
  /** Below the range from which systems take the ports of outgoing connections. */
  private static final int LOWEST = 10_000;

  private static final int HIGHEST = 30_000;
  private static final int TRIES = 100;

  private FreePorts() {}

  /**
   * The first of adjacent ports that were all free a moment ago.
   *
   * @throws IllegalStateException when there are none
   */
  public static int adjacent(int count) {
    SplittableRandom random = new SplittableRandom();
    for (int i = 0; i < TRIES; i++) {
      int first = random.nextInt(LOWEST, HIGHEST - count);
      if (areFree(first, count)) {
        return first;
      }
    }
    throw new IllegalStateException(
        "no %d adjacent free ports between %d and %d; end some servers"
            .formatted(count, LOWEST, HIGHEST));
  }

  private static boolean areFree(int first, int count) {
    Deque<ServerSocket> taken = new ArrayDeque<>();
    try {
      for (int port = first; port < first + count; port++) {
        ServerSocket socket = new ServerSocket();
        taken.push(socket);
        socket.bind(new InetSocketAddress(port));
      }
      return true;
    } catch (IOException inUse) {
      return false;
    } finally {
      taken.forEach(FreePorts::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot give a port back", e);
    }
  }
}
