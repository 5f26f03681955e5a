package io.openons.broker.store.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Sets the value of a key, or removes the key.
 *
 * <pre>
 * size
 *    1  kind of the key
 *    1  1 when the key is set, 0 when it is removed
 *    2  length of the name, then the name in UTF-8
 *       the value
 * </pre>
 *
 * @param key the key
 * @param value its new value; null to remove it
 */
public record KeyChange(RecordKey key, byte[] value) {
  private static final int HEADER = 4;

  public byte[] encode() {
    byte[] name = key.name().getBytes(StandardCharsets.UTF_8);
    byte[] content = value == null ? new byte[0] : value;
    return ByteBuffer.allocate(HEADER + name.length + content.length)
        .put(key.kind())
        .put((byte) (value == null ? 0 : 1))
        .putShort((short) name.length)
        .put(name)
        .put(content)
        .array();
  }

  public static KeyChange decode(ByteBuffer in) {
    byte[] name = new byte[Short.toUnsignedInt(in.getShort(2))];
    in.get(HEADER, name);
    RecordKey key = new RecordKey(in.get(0), new String(name, StandardCharsets.UTF_8));
    if (in.get(1) == 0) {
      return new KeyChange(key, null);
    }
    byte[] value = new byte[in.capacity() - HEADER - name.length];
    in.get(HEADER + name.length, value);
    return new KeyChange(key, value);
  }

  public void applyTo(Map<RecordKey, LatestValue> values, long position) {
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, new LatestValue(position, value));
    }
  }
}
