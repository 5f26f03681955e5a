package io.openons.bridge.jna;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import io.openons.bridge.jna.OnsLibrary.OnsBuffer;
import io.openons.bridge.jna.OnsLibrary.OnsError;
import io.openons.bridge.jna.OnsLibrary.OnsMessage;
import io.openons.bridge.jna.OnsLibrary.OnsPartition;
import io.openons.bridge.jna.OnsLibrary.OnsProperty;
import io.openons.bridge.jna.OnsLibrary.OnsStr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Java's values as the structures of the interface have them, and back. */
final class Values {
  private static final int MOST_PROPERTIES = 64;

  private Values() {}

  private static Memory memory(byte[] bytes) {
    Memory memory = new Memory(Math.max(1, bytes.length));
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  private static byte[] bytes(Pointer data, long size) {
    return size == 0 ? new byte[0] : data.getByteArray(0, (int) size);
  }

  /** Sets a text, which keeps its bytes alive. */
  static void set(OnsStr str, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    str.size = utf8.length;
    str.data = memory(utf8);
  }

  static OnsStr.ByValue str(String text) {
    OnsStr.ByValue str = new OnsStr.ByValue();
    set(str, text);
    return str;
  }

  static String text(OnsStr str) {
    return new String(bytes(str.data, str.size), StandardCharsets.UTF_8);
  }

  /** Text that ends with 0. */
  static String text(byte[] utf8) {
    int end = 0;
    while (utf8[end] != 0) {
      end++;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }

  static String text(OnsError error) {
    return text(error.name) + ": " + text(error.message) + "\n" + text(error.detail);
  }

  /** The first of properties that lie in one piece of memory, as C has arrays. */
  static OnsProperty properties(Map<String, String> properties) {
    OnsProperty first = new OnsProperty();
    OnsProperty[] array = (OnsProperty[]) first.toArray(Math.max(1, properties.size()));
    int i = 0;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      set(array[i].key, property.getKey());
      set(array[i].value, property.getValue());
      array[i++].write();
    }
    return first;
  }

  static OnsMessage message(String topic, byte... body) {
    OnsMessage message = new OnsMessage();
    set(message.topic, topic);
    message.body = memory(body);
    message.bodySize = body.length;
    return message;
  }

  static byte[] body(OnsMessage message) {
    return bytes(message.body, message.bodySize);
  }

  static String property(OnsMessage message, int i) {
    long at = (long) i * new OnsProperty().size();
    OnsProperty property = new OnsProperty(message.properties.share(at));
    return text(property.key) + "=" + text(property.value);
  }

  static OnsPartition.ByValue copy(OnsPartition partition) {
    OnsPartition.ByValue copy = new OnsPartition.ByValue();
    set(copy.topic, text(partition.topic));
    set(copy.name, text(partition.name));
    return copy;
  }

  /** The text of a buffer, after which it is released. */
  static String take(OnsLibrary library, OnsBuffer buffer) {
    String text = new String(bytes(buffer.data, buffer.size), StandardCharsets.UTF_8);
    library.ons_buffer_release(buffer);
    return text;
  }

  /** The messages of frames, read by the library. */
  static List<OnsMessage> messages(OnsLibrary library, byte[] frames, long size) {
    Memory memory = memory(frames);
    OnsProperty properties = new OnsProperty();
    properties.toArray(MOST_PROPERTIES);
    LongByReference at = new LongByReference();
    List<OnsMessage> messages = new ArrayList<>();
    while (at.getValue() < size) {
      OnsMessage message = new OnsMessage();
      OnsError error = new OnsError();
      IntByReference kind = new IntByReference();
      int status =
          library.ons_frame_decode(
              memory, size, at, kind, message, properties, MOST_PROPERTIES, error);
      if (status != OnsLibrary.ONS_OK || kind.getValue() != OnsLibrary.ONS_FRAME_MESSAGE) {
        throw new AssertionError(status + " " + text(error));
      }
      messages.add(message);
    }
    return messages;
  }
}
