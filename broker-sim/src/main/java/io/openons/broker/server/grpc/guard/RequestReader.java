package io.openons.broker.server.grpc.guard;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.server.grpc.call.Dialect;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the requests of one method, and refuses those that would cost more than they may before
 * they become objects: 4 MiB of a request can hold two million empty messages.
 */
public final class RequestReader<Q> {
  /** Most messages of a request to send; our own client sends 64 at once. */
  static final int MAX_MESSAGES = 1024;

  /** Largest request to send: 4 MiB of body several times over, with properties. */
  public static final int MAX_SEND_BYTES = 32 << 20;

  /** Largest request of other kinds: 1 MiB, some thousand receipt handles. */
  static final int MAX_BYTES = 1 << 20;

  /** Most fields of a request to send, those of nested messages included; each is an object. */
  static final int MAX_SEND_FIELDS = 200_000;

  /** Most fields of other requests: settings of some thousand topics. */
  static final int MAX_FIELDS = 10_000;

  /** A field takes two bytes at least, so a request up to this size has few. */
  private static final int SURELY_FEW = 2 * MAX_MESSAGES;

  private final MethodDescriptor<Q, ?> method;
  private final Descriptor type;
  private final boolean sends;
  private final int messagesField;

  /** Makes the reader of a method. */
  public RequestReader(MethodDescriptor<Q, ?> method, Dialect dialect) {
    this.method = method;
    Message prototype =
        (Message) ((PrototypeMarshaller<Q>) method.getRequestMarshaller()).getMessagePrototype();
    this.type = prototype.getDescriptorForType();
    this.sends = dialect.isSend(prototype);
    this.messagesField = dialect.sentMessages();
  }

  /**
   * Reads a request.
   *
   * @throws BrokerException when it is larger than allowed
   * @throws InvalidProtocolBufferException when it is not a request of this method
   */
  Q read(InputStream in) throws IOException {
    int size = in.available();
    int limit = sends ? MAX_SEND_BYTES : MAX_BYTES;
    if (size > limit) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the %s has %d bytes; at most %d are allowed".formatted(type.getName(), size, limit));
    }
    if (size <= SURELY_FEW) {
      return parse(in);
    }
    byte[] bytes = in.readAllBytes();
    if (sends) {
      checkMessages(bytes);
    }
    checkFields(bytes);
    return method.getRequestMarshaller().parse(new java.io.ByteArrayInputStream(bytes));
  }

  private Q parse(InputStream in) {
    return method.getRequestMarshaller().parse(in);
  }

  private void checkMessages(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    int messages = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == messagesField) {
        messages++;
      }
      in.skipField(tag);
    }
    if (messages > MAX_MESSAGES) {
      throw new BrokerException(
          Reason.ILLEGAL_BATCH,
          "the request has %d messages; at most %d are allowed; send them in several requests"
              .formatted(messages, MAX_MESSAGES));
    }
  }

  private void checkFields(byte[] bytes) throws IOException {
    int fields = fields(CodedInputStream.newInstance(bytes), type);
    int limit = sends ? MAX_SEND_FIELDS : MAX_FIELDS;
    if (fields > limit) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the %s has %d fields; at most %d are allowed".formatted(type.getName(), fields, limit));
    }
  }

  private static int fields(CodedInputStream in, Descriptor type) throws IOException {
    int fields = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      fields++;
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean isMessage =
          field != null
              && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (isMessage) {
        int end = in.pushLimit(in.readRawVarint32());
        fields += fields(in, field.getMessageType());
        in.popLimit(end);
      } else {
        in.skipField(tag);
      }
    }
    return fields;
  }
}
