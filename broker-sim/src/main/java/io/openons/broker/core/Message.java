package io.openons.broker.core;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A message as its sender made it.
 *
 * @param id given by the sender; the broker makes none
 * @param tag for filters; null when there is none
 * @param keys business keys
 * @param properties the sender's properties
 * @param bodyEncoding how the sender encoded the body
 * @param bornTime when it was made, milliseconds since 1970 by the sender's clock
 * @param bornHost where it was made, as the sender says
 * @param traceContext the sender's trace context; null when there is none
 * @param body the body as encoded by the sender; read-only
 */
public record Message(
    String id,
    String tag,
    List<String> keys,
    Map<String, String> properties,
    BodyEncoding bodyEncoding,
    long bornTime,
    String bornHost,
    String traceContext,
    ByteBuffer body) {

  /**
   * How a body is encoded. The broker passes it through untouched; the order is the number on disk.
   */
  public enum BodyEncoding {
    /** Not encoded. */
    IDENTITY,
    /** Compressed by gzip. */
    GZIP
  }

  /** Returns the hash by which queues pass over messages with other tags; 0 without a tag. */
  int tagHash() {
    return tag == null ? 0 : tag.hashCode();
  }
}
