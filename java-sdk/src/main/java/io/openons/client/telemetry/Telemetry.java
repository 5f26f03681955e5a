package io.openons.client.telemetry;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.SystemPropertiesOrBuilder;
import java.time.Duration;
import java.util.List;

/** Takes note of what one client does. */
public interface Telemetry {
  /** Takes note of nothing, and allocates nothing. */
  Telemetry OFF = new NoTelemetry();

  /** The handling of messages of which no note was taken. */
  Processing NOT_NOTED = new NoTelemetry();

  /** Whether it takes note of anything; what is only done for it can be left out otherwise. */
  boolean isOn();

  /**
   * A message is about to be sent, by the calling thread.
   *
   * @param message gets the properties by which its receiver knows where it comes from
   */
  Sending sending(Message.Builder message, SystemPropertiesOrBuilder system);

  /**
   * A request for messages has ended.
   *
   * @param took how long it took, the wait for messages included
   * @param failure null when it did not fail
   */
  void received(
      Endpoints from,
      String topic,
      Duration took,
      List<Message> messages,
      ONSClientException failure);

  /** Messages, at least one, are about to be shown to their listener, by the calling thread. */
  Processing processing(List<Message> messages);

  /**
   * As {@link #processing}, but any thread may tell how it ended, and what a thread does meanwhile
   * is not taken for a part of it.
   */
  Processing lastingProcessing(List<Message> messages);

  /** The server refused for good to make a message a dead letter. */
  void deadLetterRefused(String topic, ErrorCode why);

  /** A send under way; one of these is called, once, by any thread. */
  interface Sending {
    /** The server has it. */
    void sent(Endpoints to);

    /** It is not known to have arrived. */
    void failed(ONSClientException failure);
  }

  /** Messages being handled; one of these is called, once, by the thread that began it. */
  interface Processing {
    /** The listener has answered. */
    void ended(boolean handled);

    /** The listener threw. */
    void threw(Throwable thrown);
  }
}
