package io.openons.client.telemetry;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.SystemPropertiesOrBuilder;
import java.time.Duration;
import java.util.List;

/** Takes note of nothing. */
final class NoTelemetry implements Telemetry, Telemetry.Sending, Telemetry.Processing {
  @Override
  public boolean isOn() {
    return false;
  }

  @Override
  public Sending sending(Message.Builder message, SystemPropertiesOrBuilder system) {
    return this;
  }

  @Override
  public void received(
      Endpoints from,
      String topic,
      Duration took,
      List<Message> messages,
      ONSClientException failure) {}

  @Override
  public Processing processing(List<Message> messages) {
    return this;
  }

  @Override
  public Processing lastingProcessing(List<Message> messages) {
    return this;
  }

  @Override
  public void deadLetterRefused(String topic, ErrorCode why) {}

  @Override
  public void sent(Endpoints to) {}

  @Override
  public void failed(ONSClientException failure) {}

  @Override
  public void ended(boolean handled) {}

  @Override
  public void threw(Throwable thrown) {}
}
