package io.openons.client.testing;

import com.google.protobuf.ByteString;
import io.openons.client.platform.Hex;
import io.openons.proto.v2.Digest;
import io.openons.proto.v2.DigestType;
import io.openons.proto.v2.Encoding;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.SystemProperties;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** Messages as a server delivers them. */
public final class WireMessages {
  private WireMessages() {}

  /** A message of topic {@code T}; its handle is {@code handle-<id>}. */
  public static Message message(String id, int attempt, String body) {
    return message("T", id, attempt, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A message with a body that matches its digest. */
  public static Message message(String topic, String id, int attempt, byte[] body) {
    return Message.newBuilder()
        .setTopic(Resource.newBuilder().setName(topic))
        .setBody(ByteString.copyFrom(body))
        .setSystemProperties(
            SystemProperties.newBuilder()
                .setMessageId(id)
                .setReceiptHandle("handle-" + id)
                .setDeliveryAttempt(attempt)
                .setMessageType(MessageType.NORMAL)
                .setBodyEncoding(Encoding.IDENTITY)
                .setBodyDigest(Digest.newBuilder().setType(DigestType.MD5).setChecksum(md5(body)))
                .setQueueId(3)
                .setQueueOffset(42))
        .build();
  }

  public static String md5(byte[] body) {
    try {
      return Hex.upper(MessageDigest.getInstance("MD5").digest(body));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
