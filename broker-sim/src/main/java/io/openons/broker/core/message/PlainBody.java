package io.openons.broker.core.message;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.openons.broker.core.api.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bodies for receivers that do not know how their senders encoded them. */
public final class PlainBody {
  private static final Logger log = LoggerFactory.getLogger(PlainBody.class);

  /**
   * How far back a Zstandard body may refer, as a power of two: 8 MiB, more than any body has. A
   * larger window would only cost memory.
   */
  private static final int MAX_ZSTD_WINDOW = 23;

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
    } catch (IOException | LinkageError e) {
      // An error of linkage: a machine for which the library of an encoding has no native part.
      log.warn("message {} is delivered compressed: {}", message.id(), String.valueOf(e));
    }
    return message.body().duplicate();
  }

  private static InputStream plain(Message message, InputStream in) throws IOException {
    return switch (message.bodyEncoding()) {
      case IDENTITY -> in;
      case GZIP -> new GZIPInputStream(in);
      case ZLIB -> new InflaterInputStream(in);
      case LZ4 -> lz4(in);
      case ZSTD -> zstd(in);
    };
  }

  /** The variants in Java alone, since the bodies are a stranger's. */
  private static InputStream lz4(InputStream in) throws IOException {
    return new LZ4FrameInputStream(
        in, LZ4Factory.safeInstance().safeDecompressor(), XXHashFactory.safeInstance().hash32());
  }

  private static InputStream zstd(InputStream in) throws IOException {
    ZstdInputStreamNoFinalizer plain = new ZstdInputStreamNoFinalizer(in);
    plain.setLongMax(MAX_ZSTD_WINDOW);
    return plain;
  }
}
