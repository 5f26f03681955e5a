package io.openons.broker.server.remoting.message;

import io.openons.broker.core.api.Limits;
import io.openons.broker.core.message.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bodies for clients that know no gzip. */
final class Bodies {
  private static final Logger log = LoggerFactory.getLogger(Bodies.class);

  private Bodies() {}

  /**
   * Returns a body without gzip; as it is when it cannot be read, or would be larger than a body
   * may be.
   */
  static ByteBuffer plain(Message message) {
    byte[] packed = new byte[message.body().remaining()];
    message.body().duplicate().get(packed);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] body = in.readNBytes(Limits.MAX_BODY_BYTES + 1);
      if (body.length <= Limits.MAX_BODY_BYTES) {
        return ByteBuffer.wrap(body);
      }
      log.warn("message {} is delivered compressed: its body is too large", message.id());
    } catch (IOException e) {
      log.warn("message {} is delivered compressed: {}", message.id(), e.getMessage());
    }
    return message.body();
  }
}
