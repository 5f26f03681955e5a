package io.openons.broker.core.message;

import io.openons.broker.core.api.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bodies for receivers that do not know how their senders encoded them. */
public final class PlainBody {
  private static final Logger log = LoggerFactory.getLogger(PlainBody.class);

  private PlainBody() {}

  /**
   * Returns the body of a message as it was before its sender encoded it; as it is when that cannot
   * be read, or would be larger than a body may be.
   */
  public static ByteBuffer of(Message message) {
    byte[] encoded = new byte[message.body().remaining()];
    message.body().duplicate().get(encoded);
    try (InputStream in = plain(message, new ByteArrayInputStream(encoded))) {
      byte[] body = in.readNBytes(Limits.MAX_BODY_BYTES + 1);
      if (body.length <= Limits.MAX_BODY_BYTES) {
        return ByteBuffer.wrap(body);
      }
      log.warn("message {} is delivered compressed: its body is too large", message.id());
    } catch (IOException e) {
      log.warn("message {} is delivered compressed: {}", message.id(), e.getMessage());
    }
    return message.body().duplicate();
  }

  private static InputStream plain(Message message, InputStream in) throws IOException {
    return switch (message.bodyEncoding()) {
      case IDENTITY -> in;
      case GZIP -> new GZIPInputStream(in);
      case ZLIB -> new InflaterInputStream(in);
    };
  }
}
