package io.openons.broker.server.grpc.call;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.openons.broker.core.access.Need;
import java.util.List;
import java.util.Optional;

/** A version of the wire, as far as calls are handled before they reach its RPCs. */
public interface Dialect {
  /** Returns all that a request of a call needs. */
  List<Need> needs(Message request);

  /**
   * Returns an answer that has nothing but a status; empty when answers of this kind have none.
   *
   * @param prototype an empty answer of the kind
   * @param failure why the request is refused; null for the status OK
   */
  Optional<Message> answer(Message prototype, RuntimeException failure);

  /** Returns the status of the call itself when that has to tell the refusal. */
  Status ofStream(RuntimeException failure);

  /** Says whether a request is for sending, which may be larger than others. */
  boolean isSend(Message request);

  /** Returns the number of the field with the messages of a request to send. */
  int sentMessages();

  /** Says whether a request is answered OK when nobody signed it; such a call has no effect. */
  boolean welcomesStranger(Message request);
}
