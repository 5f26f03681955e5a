package com.aliyun.openservices.ons.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Message.SystemPropKey;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * Goal: a property of the JVM decides what the classic SDK let it decide.
 *
 * <p>Method: sets system properties and other factories on the class path.
 *
 * <p>A failure means: a program that is configured by -D options behaves differently from before.
 */
class SystemPropertyTest {
  private final Message message = new Message("T", "tag", "key", new byte[] {1});

  @Test
  void fields_show_by_their_names_and_can_be_set_by_them() {
    message.setStartDeliverTime(42);
    MessageAccessor.putSystemProperties(message, SystemPropKey.SHARDINGKEY, "order-1");
    MessageAccessor.putSystemProperties(message, SystemPropKey.CONSUMEOFFSET, "7");
    MessageAccessor.putSystemProperties(message, "of.a.program", "x");
    MessageAccessor.putSystemProperties(message, null, "ignored");

    assertThat(MessageAccessor.getSystemProperties(message, SystemPropKey.STARTDELIVERTIME))
        .isEqualTo("42");
    assertThat(message.getShardingKey()).isEqualTo("order-1");
    assertThat(message.getOffset()).isEqualTo(7);
    assertThat(MessageAccessor.getSystemProperties(message))
        .containsEntry(SystemPropKey.TAG, "tag")
        .containsEntry(SystemPropKey.KEY, "key")
        .containsEntry("of.a.program", "x")
        .doesNotContainKey(SystemPropKey.MSGID);
  }

  @Test
  void all_can_be_replaced_at_once() {
    MessageAccessor.putSystemProperties(message, "of.a.program", "x");
    Properties others = new Properties();
    others.setProperty(SystemPropKey.MSGID, "id");

    MessageAccessor.setSystemProperties(message, others);

    assertThat(message.getMsgID()).isEqualTo("id");
    assertThat(message.getTag()).isNull();
    assertThat(MessageAccessor.getSystemProperties(message)).hasSize(1);
    MessageAccessor.setSystemProperties(message, null);
    assertThat(MessageAccessor.getSystemProperties(message)).isEmpty();
  }

  @Test
  void a_number_must_be_one() {
    assertThatThrownBy(
            () -> MessageAccessor.putSystemProperties(message, SystemPropKey.RECONSUMETIMES, "two"))
        .isInstanceOf(ONSClientException.class)
        .hasMessageContaining("'two' is not a number");
  }

  @Test
  void marks_of_units_are_user_properties() {
    ONSUnitUtils.setUnitProperties(message, "unit-1", "type", "key");
    ONSUnitUtils.setMSHAUnitRetry(message);

    assertThat(ONSUnitUtils.getUnitOriUnit(message)).isEqualTo("unit-1");
    assertThat(ONSUnitUtils.getUnitType(message)).isEqualTo("type");
    assertThat(ONSUnitUtils.getUnitKey(message)).isEqualTo("key");
    assertThat(ONSUnitUtils.getMSHAUnitRetry(message)).isEqualTo("true");
    assertThat(ONSUnitUtils.isRetryMsg(message)).isFalse();
  }

  @Test
  void a_factory_on_the_class_path_goes_before_ours() {
    ONSFactoryAPI ours = new io.openons.client.ClientFactory();
    ClassLoader loader = getClass().getClassLoader();

    assertThat(ONSFactory.find(ONSFactory.OTHERS, loader, ours)).isSameAs(ours);
    assertThat(ONSFactory.find(List.of("io.openons.client.ClientFactory"), loader, ours))
        .isNotSameAs(ours);
    assertThatThrownBy(() -> ONSFactory.find(List.of("java.lang.Object"), loader, ours))
        .hasMessageContaining("java.lang.Object");
  }
}
