package io.openons.client.message;

import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.platform.Hex;
import io.openons.client.platform.ProcessId;
import io.openons.client.platform.TimeSource;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives messages their ids, version 1: 17 bytes as 34 upper-case hexadecimal digits.
 *
 * <pre>
 * offset  bytes  content
 *      0      1  version, 0x01
 *      1      6  hardware address of this host, random when there is none
 *      7      2  process id, low 16 bits
 *      9      4  seconds since 2021-01-01T00:00:00Z
 *     13      4  sequence, from 0 per process
 * </pre>
 */
public final class MessageIds {
  private static final Log log = Logs.of(MessageIds.class);
  private static final byte VERSION = 1;
  private static final int ADDRESS_BYTES = 6;
  private static final long EPOCH = Instant.parse("2021-01-01T00:00:00Z").getEpochSecond();
  private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final int PREFIX_DIGITS = 18;
  private static final int INT_DIGITS = 8;

  private final byte[] prefix;
  private final TimeSource clock;
  private final AtomicInteger sequence = new AtomicInteger();

  MessageIds(byte[] hardwareAddress, long processId, TimeSource clock) {
    byte[] bytes = new byte[PREFIX_DIGITS / 2];
    bytes[0] = VERSION;
    System.arraycopy(hardwareAddress, 0, bytes, 1, ADDRESS_BYTES);
    bytes[7] = (byte) (processId >> 8);
    bytes[8] = (byte) processId;
    this.prefix = Hex.upper(bytes).getBytes(StandardCharsets.US_ASCII);
    this.clock = clock;
  }

  /** The one sequence of this process. */
  public static MessageIds ofProcess() {
    return Process.IDS;
  }

  /** Returns a new id. */
  public String next() {
    byte[] text = new byte[PREFIX_DIGITS + 2 * INT_DIGITS];
    System.arraycopy(prefix, 0, text, 0, PREFIX_DIGITS);
    put(text, PREFIX_DIGITS, (int) (Math.floorDiv(clock.millis(), 1000L) - EPOCH));
    put(text, PREFIX_DIGITS + INT_DIGITS, sequence.getAndIncrement());
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void put(byte[] text, int at, int value) {
    for (int i = 0; i < INT_DIGITS; i++) {
      text[at + i] = DIGITS[value >>> (28 - 4 * i) & 0xF];
    }
  }

  private static final class Process {
    private static final MessageIds IDS =
        new MessageIds(hardwareAddress(), ProcessId.get(), TimeSource.system());

    private static byte[] hardwareAddress() {
      try {
        for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
          byte[] address = card.getHardwareAddress();
          if (address != null && address.length == ADDRESS_BYTES) {
            return address;
          }
        }
      } catch (SocketException unreadable) {
        log.debug("network interfaces cannot be read", unreadable);
      }
      byte[] random = new byte[ADDRESS_BYTES];
      ThreadLocalRandom.current().nextBytes(random);
      return random;
    }
  }
}
