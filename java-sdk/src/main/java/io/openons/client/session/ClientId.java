package io.openons.client.session;

import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.platform.ProcessId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/** Names clients: {@code host@process@number@time}, different for every client there ever is. */
public final class ClientId {
  private static final Log log = Logs.of(ClientId.class);
  private static final AtomicInteger count = new AtomicInteger();

  private ClientId() {}

  /** A new id. */
  static String next() {
    return hostName()
        + "@"
        + ProcessId.get()
        + "@"
        + count.getAndIncrement()
        + "@"
        + Long.toString(System.nanoTime(), 36);
  }

  /** The name of this host; {@code localhost} when it has none. */
  public static String hostName() {
    return Host.NAME;
  }

  /** Looked up once, when first needed: it may ask the DNS. */
  private static final class Host {
    private static final String NAME = lookUp();

    private static String lookUp() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unknown) {
        log.debug("this host has no name", unknown);
        return "localhost";
      }
    }
  }
}
