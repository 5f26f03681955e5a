package io.openons.bridge.jna;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The part of {@code onsclient.h} that tests use from Java. {@code size_t} has 64 bits. */
public interface OnsLibrary extends Library {
  int ONS_OK = 0;
  int ONS_E_INVALID = -1;
  int ONS_E_CLOSED = -7;
  int ONS_E_STATE = -9;
  int ONS_CONSUME_SUCCESS = 1;
  int ONS_TRANSACTION_UNKNOWN = 0;
  int ONS_TRANSACTION_COMMIT = 1;
  int ONS_TRANSACTION_ROLLBACK = 2;
  int ONS_FRAME_MESSAGE = 1;

  /** {@code ons_str_t}; keeps its bytes alive. */
  @FieldOrder({"data", "size"})
  class Str extends Structure {
    public Pointer data;
    public long size;

    /** As a parameter. */
    public static class ByValue extends Str implements Structure.ByValue {
      /** Nothing. */
      public ByValue() {}

      ByValue(String text) {
        set(text);
      }
    }

    final void set(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      size = utf8.length;
      data = memory(utf8);
    }

    static Memory memory(byte[] bytes) {
      Memory memory = new Memory(Math.max(1, bytes.length));
      memory.write(0, bytes, 0, bytes.length);
      return memory;
    }

    @Override
    public String toString() {
      return size == 0 ? "" : new String(bytes(data, size), StandardCharsets.UTF_8);
    }
  }

  /** {@code ons_property_t}. */
  @FieldOrder({"key", "value"})
  class Property extends Structure {
    public Str key = new Str();
    public Str value = new Str();

    /** Nothing yet. */
    public Property() {}

    Property(Pointer at) {
      super(at);
      read();
    }

    /** Properties in one piece of memory, as C has arrays. */
    static Property[] array(Map<String, String> properties) {
      Property[] array = (Property[]) new Property().toArray(Math.max(1, properties.size()));
      int i = 0;
      for (Map.Entry<String, String> property : properties.entrySet()) {
        array[i].key.set(property.getKey());
        array[i].value.set(property.getValue());
        array[i++].write();
      }
      return array;
    }
  }

  /** {@code ons_error_t}. */
  @FieldOrder({"structSize", "status", "code", "flags", "name", "requestId", "message", "detail"})
  class OnsError extends Structure {
    public int structSize;
    public int status;
    public int code;
    public int flags;
    public byte[] name = new byte[64];
    public byte[] requestId = new byte[64];
    public byte[] message = new byte[1024];
    public byte[] detail = new byte[2048];

    /** None yet. */
    public OnsError() {
      structSize = size();
    }

    OnsError(Pointer at) {
      super(at);
      read();
    }

    @Override
    public String toString() {
      return text(name) + ": " + text(message) + "\n" + text(detail);
    }
  }

  /** {@code ons_message_t}. */
  @FieldOrder({
    "structSize",
    "propertyCount",
    "topic",
    "tag",
    "key",
    "shardingKey",
    "body",
    "bodySize",
    "properties",
    "deliverAtMillis",
    "token",
    "messageId",
    "bornHost",
    "partition",
    "bornAtMillis",
    "storedAtMillis",
    "offset",
    "reconsumeTimes",
    "reserved"
  })
  class OnsMessage extends Structure {
    public int structSize;
    public int propertyCount;
    public Str topic = new Str();
    public Str tag = new Str();
    public Str key = new Str();
    public Str shardingKey = new Str();
    public Pointer body;
    public long bodySize;
    public Pointer properties;
    public long deliverAtMillis;
    public long token;
    public Str messageId = new Str();
    public Str bornHost = new Str();
    public Str partition = new Str();
    public long bornAtMillis;
    public long storedAtMillis;
    public long offset;
    public int reconsumeTimes;
    public int reserved;

    /** Nothing yet. */
    public OnsMessage() {
      structSize = size();
    }

    OnsMessage(Pointer at) {
      super(at);
      read();
    }

    OnsMessage(String topic, byte[] bytes) {
      this();
      this.topic.set(topic);
      body = Str.memory(bytes);
      bodySize = bytes.length;
    }

    final byte[] bytes() {
      return OnsLibrary.bytes(body, bodySize);
    }

    final String property(int i) {
      Property property = new Property(properties.share((long) i * new Property().size()));
      return property.key + "=" + property.value;
    }
  }

  /** {@code ons_send_result_t}. */
  @FieldOrder({"structSize", "status", "messageId", "recallHandle"})
  class OnsSendResult extends Structure {
    public int structSize;
    public int status;
    public byte[] messageId = new byte[128];
    public byte[] recallHandle = new byte[1024];

    /** None yet. */
    public OnsSendResult() {
      structSize = size();
    }

    OnsSendResult(Pointer at) {
      super(at);
      read();
    }

    final String id() {
      return text(messageId);
    }
  }

  /** {@code ons_buffer_t}. */
  @FieldOrder({"data", "size"})
  class OnsBuffer extends Structure {
    public Pointer data;
    public long size;

    /** Its text, after which it is released. */
    final String take(OnsLibrary library) {
      String text = new String(bytes(data, size), StandardCharsets.UTF_8);
      library.ons_buffer_release(this);
      return text;
    }
  }

  /** {@code ons_partition_t}. */
  @FieldOrder({"topic", "name"})
  class OnsPartition extends Structure {
    public Str topic = new Str();
    public Str name = new Str();

    /** As a parameter. */
    public static class ByValue extends OnsPartition implements Structure.ByValue {}

    final <P extends OnsPartition> P copyTo(P other) {
      other.topic.set(topic.toString());
      other.name.set(name.toString());
      return other;
    }
  }

  /** {@code ons_runtime_options_t}. */
  @FieldOrder({
    "structSize",
    "abiVersion",
    "wrapper",
    "javaHome",
    "classPath",
    "jvmOptions",
    "logFolder",
    "maxHeapMib",
    "echo"
  })
  class OnsRuntimeOptions extends Structure {
    public int structSize;
    public int abiVersion;
    public Str wrapper = new Str();
    public Str javaHome = new Str();
    public Str classPath = new Str();
    public Str jvmOptions = new Str();
    public Str logFolder = new Str();
    public int maxHeapMib;
    public int echo;

    /** All defaults. */
    public OnsRuntimeOptions() {
      structSize = size();
    }
  }

  /** {@code ons_listener_t}. */
  interface Listener extends Callback {
    int invoke(Pointer context, Pointer messages, long count);
  }

  /** {@code ons_send_callback_t}. */
  interface SendEnded extends Callback {
    void invoke(Pointer context, Pointer result, Pointer error);
  }

  /** {@code ons_transaction_callback_t}. */
  interface Decision extends Callback {
    int invoke(Pointer context, Pointer message);
  }

  /** {@code ons_release_t}. */
  interface Release extends Callback {
    void invoke(Pointer context);
  }

  int ons_abi_version();

  void ons_buffer_release(OnsBuffer buffer);

  int ons_runtime_open(OnsRuntimeOptions options, OnsError error);

  int ons_runtime_close(int drainMillis, OnsError error);

  int ons_runtime_describe(OnsBuffer text, OnsError error);

  int ons_producer_open(Property[] properties, long count, LongByReference client, OnsError error);

  int ons_consumer_open(Property[] properties, long count, LongByReference client, OnsError error);

  int ons_pull_consumer_open(
      Property[] properties, long count, LongByReference client, OnsError error);

  int ons_transaction_producer_open(
      Property[] properties,
      long count,
      Decision checker,
      Pointer context,
      Release release,
      LongByReference client,
      OnsError error);

  int ons_client_start(long client, OnsError error);

  int ons_client_close(long client, OnsError error);

  int ons_client_use_events(long client, OnsError error);

  int ons_producer_send(long producer, OnsMessage message, OnsSendResult result, OnsError error);

  int ons_producer_send_async(
      long producer, OnsMessage message, SendEnded callback, Pointer context, OnsError error);

  int ons_producer_send_transaction(
      long producer,
      OnsMessage message,
      Decision executer,
      Pointer context,
      OnsSendResult result,
      OnsError error);

  int ons_consumer_subscribe(
      long consumer,
      Str.ByValue topic,
      Str.ByValue expression,
      int filter,
      Listener listener,
      Pointer context,
      Release release,
      OnsError error);

  int ons_events_poll(
      long client,
      long max,
      int timeoutMillis,
      byte[] buffer,
      long capacity,
      LongByReference size,
      LongByReference count,
      OnsError error);

  int ons_events_complete(long client, long[] tokens, int[] results, long count, OnsError error);

  int ons_frame_decode(
      Pointer frames,
      long size,
      LongByReference position,
      IntByReference kind,
      OnsMessage message,
      Pointer properties,
      long capacity,
      OnsError error);

  int ons_pull_partitions(long consumer, Str.ByValue topic, OnsBuffer names, OnsError error);

  int ons_pull_assign(long consumer, OnsPartition partitions, long count, OnsError error);

  int ons_pull_seek(long consumer, OnsPartition.ByValue partition, long offset, OnsError error);

  int ons_pull_poll(
      long consumer,
      int timeoutMillis,
      byte[] buffer,
      long capacity,
      LongByReference size,
      LongByReference count,
      OnsError error);

  int ons_pull_commit(long consumer, OnsError error);

  int ons_pull_committed(
      long consumer, OnsPartition.ByValue partition, LongByReference offset, OnsError error);

  /** The messages of frames, read by the library. */
  default List<OnsMessage> messages(byte[] frames, long size) {
    Memory memory = Str.memory(frames);
    Memory properties = new Memory(64L * new Property().size());
    LongByReference at = new LongByReference();
    List<OnsMessage> messages = new ArrayList<>();
    while (at.getValue() < size) {
      OnsMessage message = new OnsMessage();
      OnsError error = new OnsError();
      IntByReference kind = new IntByReference();
      int status = ons_frame_decode(memory, size, at, kind, message, properties, 64, error);
      if (status != ONS_OK || kind.getValue() != ONS_FRAME_MESSAGE) {
        throw new AssertionError(status + " " + error);
      }
      messages.add(message);
    }
    return messages;
  }

  private static byte[] bytes(Pointer data, long size) {
    return size == 0 ? new byte[0] : data.getByteArray(0, (int) size);
  }

  /** Text that ends with 0. */
  static String text(byte[] utf8) {
    int end = 0;
    while (utf8[end] != 0) {
      end++;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }
}
