package io.openons.broker.server.remoting.message;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The id by which clients find a message: the address of its broker, and a place there. The text is
 * 32 hexadecimal digits.
 */
public final class OffsetId {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int BYTES = 4 + 4 + 8;

  /** The bit of places that are none in the log. */
  private static final long NO_POSITION = 1L << 62;

  private OffsetId() {}

  /** Returns the id of a place. */
  public static String of(InetSocketAddress broker, long place) {
    return HEX.formatHex(
        ByteBuffer.allocate(BYTES)
            .put(ipv4(broker))
            .putInt(broker.getPort())
            .putLong(place)
            .array());
  }

  /** Returns a place for a message that has none in the log yet; no message is found there. */
  public static long nowhere(long number) {
    return NO_POSITION | number & NO_POSITION - 1;
  }

  /**
   * Returns the place that an id names.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_MESSAGE_ID}
   */
  public static long place(String text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text);
      if (bytes.length >= BYTES) {
        return ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the refusal, which names the whole text.
    }
    throw new BrokerException(
        Reason.ILLEGAL_MESSAGE_ID,
        "'%s' is not an id of a message here, which has 32 hexadecimal digits"
            .formatted(Texts.shorten(text)));
  }

  /** Returns the four bytes of an address; zeros when it has others, which not all clients read. */
  static byte[] ipv4(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address ipv4 ? ipv4.getAddress() : new byte[4];
  }
}
