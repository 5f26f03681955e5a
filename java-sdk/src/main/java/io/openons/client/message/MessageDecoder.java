package io.openons.client.message;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageAccessor;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.openons.client.platform.Hex;
import io.openons.proto.v2.Digest;
import io.openons.proto.v2.Encoding;
import io.openons.proto.v2.SystemProperties;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Properties;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/** Turns the wire's message into the application's, after checking that the body is unharmed. */
public final class MessageDecoder {
  /** Sixteen times the largest body that servers take: more comes only from a damaged stream. */
  private static final int MAX_UNPACKED_BYTES = 64 << 20;

  private MessageDecoder() {}

  /**
   * The message.
   *
   * @throws CorruptMessageException when the body does not match its digest or cannot be unpacked
   */
  public static Message decode(ReceivedMessage received) throws CorruptMessageException {
    return decode(received.wire(), received.brokerName());
  }

  /**
   * The message.
   *
   * @param brokerName the broker of the queue that it came from
   * @throws CorruptMessageException when the body does not match its digest or cannot be unpacked
   */
  public static Message decode(io.openons.proto.v2.Message wire, String brokerName)
      throws CorruptMessageException {
    SystemProperties system = wire.getSystemProperties();
    checkDigest(wire.getBody(), system.getBodyDigest());
    Message message =
        MessageAccessor.message(
            wire.getTopic().getName(),
            body(wire.getBody(), system.getBodyEncoding()),
            systemProperties(system),
            userProperties(wire));
    MessageAccessor.setPartition(message, PartitionNames.of(brokerName, system.getQueueId()));
    if (system.hasStoreTimestamp()) {
      MessageAccessor.setStoredTimestamp(message, millis(system.getStoreTimestamp()));
    }
    return message;
  }

  private static com.aliyun.openservices.ons.api.SystemProperties systemProperties(
      SystemProperties system) {
    var properties = new com.aliyun.openservices.ons.api.SystemProperties();
    properties.setMsgId(system.getMessageId());
    properties.setReconsumeTimes(Math.max(0, system.getDeliveryAttempt() - 1));
    properties.setBornHost(system.getBornHost());
    properties.setBornTimestamp(millis(system.getBornTimestamp()));
    properties.setPartitionOffset(system.getQueueOffset());
    if (system.hasTag()) {
      properties.setTag(system.getTag());
    }
    if (system.getKeysCount() > 0) {
      properties.setKey(String.join(" ", system.getKeysList()));
    }
    if (system.hasMessageGroup()) {
      properties.setShardingKey(system.getMessageGroup());
    }
    if (system.hasDeliveryTimestamp()) {
      properties.setStartDeliverTime(millis(system.getDeliveryTimestamp()));
    }
    return properties;
  }

  private static Properties userProperties(io.openons.proto.v2.Message wire) {
    if (wire.getUserPropertiesCount() == 0) {
      return null;
    }
    Properties properties = new Properties();
    properties.putAll(wire.getUserPropertiesMap());
    return properties;
  }

  private static void checkDigest(ByteString body, Digest digest) throws CorruptMessageException {
    boolean good =
        switch (digest.getType()) {
          case MD5 -> hash("MD5", body).equalsIgnoreCase(digest.getChecksum());
          case SHA1 -> hash("SHA-1", body).equalsIgnoreCase(digest.getChecksum());
          case CRC32 -> crc32(body).equalsIgnoreCase(withoutZeros(digest.getChecksum()));
          default -> true;
        };
    if (!good) {
      throw new CorruptMessageException(
          "the body does not match its " + digest.getType() + " digest", null);
    }
  }

  private static String hash(String algorithm, ByteString body) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(body.asReadOnlyByteBuffer());
      return Hex.lower(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has " + algorithm, impossible);
    }
  }

  private static String crc32(ByteString body) {
    CRC32 crc = new CRC32();
    crc.update(body.asReadOnlyByteBuffer());
    return Long.toHexString(crc.getValue());
  }

  /** Some peers pad the number, some do not. */
  private static String withoutZeros(String number) {
    String bare = number.replaceFirst("^0+", "");
    return bare.isEmpty() ? "0" : bare;
  }

  private static byte[] body(ByteString body, Encoding encoding) throws CorruptMessageException {
    if (encoding != Encoding.GZIP) {
      return body.toByteArray();
    }
    try (GZIPInputStream unpacking = new GZIPInputStream(body.newInput())) {
      byte[] unpacked = unpacking.readNBytes(MAX_UNPACKED_BYTES + 1);
      if (unpacked.length > MAX_UNPACKED_BYTES) {
        throw new CorruptMessageException(
            "the unpacked body has more than " + MAX_UNPACKED_BYTES + " bytes", null);
      }
      return unpacked;
    } catch (IOException unreadable) {
      throw new CorruptMessageException("the packed body cannot be unpacked", unreadable);
    }
  }

  private static long millis(Timestamp timestamp) {
    return timestamp.getSeconds() * 1000 + timestamp.getNanos() / 1_000_000;
  }
}
