package com.aliyun.openservices.ons.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * Goal: the classes that users' code compiles against behave as their documentation says.
 *
 * <p>Method: calls messages, factories and exceptions without a server.
 *
 * <p>A failure means: code written for the ONS API compiles but means something else.
 */
class SurfaceTest {

  @Test
  void arguments_of_messages_are_in_the_known_order() {
    Message message = new Message("topic", "tag", "key", new byte[] {1});

    assertThat(message.getTopic()).isEqualTo("topic");
    assertThat(message.getTag()).isEqualTo("tag");
    assertThat(message.getKey()).isEqualTo("key");
    assertThat(message.getBody()).containsExactly(1);
    assertThat(new Message("topic", "tag", new byte[0]).getKey()).isEmpty();
    assertThat(new Message().getTopic()).isNull();
  }

  @Test
  void user_properties_ignore_null_and_show_defaults() {
    Message message = new Message();
    message.putUserProperties(null, "value");
    message.putUserProperties("key", null);
    assertThat(message.getUserProperties()).isEmpty();
    assertThat(message.getUserProperties("key")).isNull();
    assertThat(message.getUserProperties(null)).isNull();

    Properties defaults = new Properties();
    defaults.setProperty("a", "1");
    message.setUserProperties(new Properties(defaults));
    assertThat(message.getUserProperties("a")).isEqualTo("1");
    message.setUserProperties(null);
    assertThat(message.getUserProperties("a")).isNull();
  }

  @Test
  void a_message_shows_everything_but_its_body() {
    Message message = new Message("T", "tag", "key", new byte[] {42, 43});
    message.putUserProperties("colour", "red");

    assertThat(message.toString()).contains("T", "tag", "key", "colour=red", "body=2");
    assertThat(message.toString()).doesNotContain("42");
  }

  @Test
  void a_message_can_be_serialised() throws Exception {
    Message message = new Message("T", "tag", "key", new byte[] {1, 2});
    message.putUserProperties("colour", "red");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject().toString()).isEqualTo(message.toString());
    }
  }

  @Test
  void partitions_are_equal_by_value() {
    TopicPartition partition = new TopicPartition("T", "broker#1");

    assertThat(partition)
        .isEqualTo(new TopicPartition("T", "broker#1"))
        .hasSameHashCodeAs(new TopicPartition("T", "broker#1"))
        .isNotEqualTo(new TopicPartition("T", "broker#2"))
        .isNotEqualTo(new TopicPartition("U", "broker#1"));
  }

  @Test
  void the_constants_have_the_known_values() {
    assertThat(PropertyKeyConst.MaxReconsumeTimes).isEqualTo("maxReconsumeTimes");
    assertThat(PropertyKeyConst.RAM_ROLE_NAME).isEqualTo("RamRoleName");
    assertThat(PropertyValueConst.DEFAULT_MESSAGE_MODEL).isEqualTo("CLUSTERING");
    assertThat(Constants.TOPIC_PARTITION_SEPARATOR).isEqualTo("#");
  }

  @Test
  void a_plain_exception_knows_nothing() {
    ONSClientException error = new ONSClientException("text");

    assertThat(error).hasMessage("text");
    assertThat(error.getCode()).isZero();
    assertThat(error.getRequestId()).isEmpty();
    assertThat(error.isRetryable()).isFalse();
    assertThat(error.isTimeout()).isFalse();
    assertThat(error.isClosed()).isFalse();
    assertThat(error.isThrottled()).isFalse();
    assertThat(new ONSClientException()).hasMessage(null);
  }

  @Test
  void an_exception_around_another_keeps_its_code() {
    ONSClientException inner =
        new ONSClientException("inner", null, ErrorCode.TOO_MANY_REQUESTS, 42900, "request-1");

    ONSClientException outer = new ONSClientException("outer", inner);

    assertThat(outer.getCode()).isEqualTo(42900);
    assertThat(outer.getCodeName()).isEqualTo("TOO_MANY_REQUESTS");
    assertThat(outer.getRequestId()).isEqualTo("request-1");
    assertThat(outer.isThrottled()).isTrue();
    assertThat(outer.isRetryable()).isTrue();
    assertThat(new ONSClientException(inner).isThrottled()).isTrue();
  }

  @Test
  void every_code_of_the_wire_has_the_same_name_and_number_here() {
    for (io.openons.proto.v2.Code code : io.openons.proto.v2.Code.values()) {
      boolean isFailure =
          code != io.openons.proto.v2.Code.UNRECOGNIZED
              && code != io.openons.proto.v2.Code.OK
              && code != io.openons.proto.v2.Code.CODE_UNSPECIFIED
              && code != io.openons.proto.v2.Code.MULTIPLE_RESULTS;
      if (isFailure) {
        assertThat(ErrorCode.of(code.getNumber()).name()).isEqualTo(code.name());
      }
    }
  }
}
