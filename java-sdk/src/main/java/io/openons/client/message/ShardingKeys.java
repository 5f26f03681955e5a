package io.openons.client.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Sharding keys as the wire takes them. */
final class ShardingKeys {
  /** Servers take fewer than 64 bytes of UTF-8. */
  static final int MAX_BYTES = 63;

  private ShardingKeys() {}

  /** The key itself, or its SHA-256 in base64 (43 characters, URL alphabet) when it is too long. */
  static String onTheWire(String shardingKey) {
    byte[] bytes = shardingKey.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_BYTES) {
      return shardingKey;
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }
}
