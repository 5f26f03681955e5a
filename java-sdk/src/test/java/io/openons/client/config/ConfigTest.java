package io.openons.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.impl.rocketmq.ONSChannel;
import io.openons.client.testing.TestProperties;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: properties have the documented defaults, ranges and errors.
 *
 * <p>Method: reads properties of every kind of client.
 *
 * <p>A failure means: a setting is ignored, misread, or refused without a remedy.
 */
class ConfigTest {
  private static final String ADDRESS = "127.0.0.1:8081";

  @Test
  @Tag("F-011")
  @Tag("F-054")
  @Tag("F-059")
  @Tag("F-065")
  void the_defaults_are_those_of_the_newest_published_client() {
    ProducerConfig producer = ProducerConfig.from(ClientKind.PRODUCER, TestProperties.of(ADDRESS));
    ConsumerConfig consumer = ConsumerConfig.from(ClientKind.CONSUMER, TestProperties.of(ADDRESS));

    assertThat(producer.sendTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(producer.client().tls()).isEqualTo(TlsConfig.OFF);
    assertThat(producer.client().requestTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(producer.client().startTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(consumer.threads()).isEqualTo(20);
    assertThat(consumer.consumeTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(consumer.maxReconsumeTimes()).isEqualTo(OptionalInt.empty());
    assertThat(consumer.maxCachedMessages()).isEqualTo(5000);
    assertThat(consumer.maxCachedBytes()).isEqualTo(512L << 20);
    assertThat(consumer.batchSize()).isEqualTo(32);
    assertThat(consumer.batchWait()).isZero();
    assertThat(BroadcastConfig.isMeantBy(TestProperties.of(ADDRESS))).isFalse();
  }

  @Test
  void defaults_nested_in_the_properties_count() {
    Properties nested = new Properties(TestProperties.of(ADDRESS, "SendMsgTimeoutMillis", "700"));
    nested.setProperty(PropertyKeyConst.AccessKey, "own");

    ProducerConfig config = ProducerConfig.from(ClientKind.PRODUCER, nested);

    assertThat(config.sendTimeout()).isEqualTo(Duration.ofMillis(700));
    assertThat(config.client().credentials().accessKey()).isEqualTo("own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NAMESRV_ADDR", "AccessKey", "SecretKey", "GROUP_ID"})
  @Tag("F-002")
  void a_missing_required_property_is_refused_by_name(String key) {
    Properties properties = TestProperties.of(ADDRESS);
    properties.remove(key);

    assertRefused(properties, "property " + key + " is missing: set it to");

    properties.setProperty(key, "  ");
    assertRefused(properties, "property " + key + " is missing: set it to");
  }

  @Test
  @Tag("F-002")
  void a_missing_key_pair_says_that_any_value_will_do_without_access_control() {
    Properties properties = TestProperties.of(ADDRESS);
    properties.remove(PropertyKeyConst.AccessKey);

    assertRefused(properties, "without access control any value will do");
  }

  @Test
  void null_properties_are_refused() {
    assertThatThrownBy(() -> ProducerConfig.from(ClientKind.PRODUCER, null))
        .isInstanceOf(ONSClientException.class);
    assertThatThrownBy(() -> ConsumerConfig.from(ClientKind.CONSUMER, null))
        .isInstanceOf(ONSClientException.class);
    assertThatThrownBy(() -> Credentials.from((Properties) null))
        .isInstanceOf(ONSClientException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ConsumeThreadNums,        many,  '1 to 1,000, values outside are moved to the nearer end'",
    "ons.shutdownTimeoutMillis, -1,   '0 to 600,000 ms'",
    "maxCachedMessageAmount,   1e3,   '100 to 50,000'",
    "MessageModel,             BOTH,  'CLUSTERING, BROADCASTING'",
    "ons.tls,                  maybe, 'off, verify, trust-all'",
    "ons.shutdownTimeoutMillis, 99999999999999999999, '0 to 600,000 ms'",
  })
  @Tag("F-065")
  @Tag("F-083")
  void an_unusable_value_is_refused_with_key_value_and_range(
      String key, String value, String range) {
    Properties properties = TestProperties.of(ADDRESS, key, value);

    assertRefused(properties, "property " + key + ": '" + value + "'");
    assertRefused(properties, range);
  }

  @ParameterizedTest
  @CsvSource({"99, 100", "100, 100", "50000, 50000", "99999999999, 50000", "-5, 100"})
  @Tag("F-062")
  void cache_limits_are_moved_into_their_range(String value, int used) {
    ConsumerConfig config =
        ConsumerConfig.from(
            ClientKind.CONSUMER, TestProperties.of(ADDRESS, "maxCachedMessageAmount", value));

    assertThat(config.maxCachedMessages()).isEqualTo(used);
  }

  @Test
  void the_cache_size_is_in_mebibytes() {
    assertThat(cachedBytes("1")).isEqualTo(16L << 20);
    assertThat(cachedBytes("2048"))
        .isEqualTo(Math.min(2048L << 20, HeapShare.of(Runtime.getRuntime().maxMemory())));
  }

  private static long cachedBytes(String mebibytes) {
    return ConsumerConfig.from(
            ClientKind.CONSUMER, TestProperties.of(ADDRESS, "maxCachedMessageSizeInMiB", mebibytes))
        .maxCachedBytes();
  }

  @ParameterizedTest
  @CsvSource({
    "ConsumeThreadNums, 0, 1",
    "ConsumeThreadNums, -1, 1",
    "ConsumeThreadNums, 100000, 1000",
    "consumeTimeout, 0, 1",
    "consumeTimeout, 99999999999, 10080",
    "suspendTimeMillis, 5, 10",
    "suspendTimeMillis, 60000, 30000",
    "SendMsgTimeoutMillis, 0, 1",
    "batchConsumeMaxAwaitDurationInSeconds, 2000, 450",
    "CheckImmunityTimeInSeconds, 0, 1"
  })
  void numbers_that_the_published_clients_take_are_moved_into_their_range(
      String key, String value, int used) {
    ClientKind kind =
        switch (key) {
          case "suspendTimeMillis" -> ClientKind.ORDER_CONSUMER;
          case "batchConsumeMaxAwaitDurationInSeconds" -> ClientKind.BATCH_CONSUMER;
          case "SendMsgTimeoutMillis", "CheckImmunityTimeInSeconds" ->
              ClientKind.TRANSACTION_PRODUCER;
          default -> ClientKind.CONSUMER;
        };
    PropertyReader reader = new PropertyReader(TestProperties.of(ADDRESS, key, value), kind);

    assertThat(reader.settings().get(key).value()).startsWith(used + " ");
  }

  @Test
  void numbers_flags_and_constants_count_by_their_text() {
    Properties properties = TestProperties.of(ADDRESS);
    properties.put(PropertyKeyConst.ConsumeThreadNums, 7);
    properties.put(PropertyKeyConst.OnsChannel, ONSChannel.ALIYUN);
    properties.put(PropertyKeyConst.MessageModel, MessageModel.CLUSTERING);
    properties.put(PropertyKeyConst.AUTO_COMMIT, false);

    assertThat(ConsumerConfig.from(ClientKind.CONSUMER, properties).threads()).isEqualTo(7);
  }

  @Test
  void values_without_a_text_are_refused_by_key() {
    Properties properties = TestProperties.of(ADDRESS);
    properties.put(PropertyKeyConst.ConsumeThreadNums, new int[] {20});
    Properties defaults = TestProperties.of(ADDRESS);
    defaults.put(PropertyKeyConst.ConsumeThreadNums, 20);

    assertRefused(properties, "property ConsumeThreadNums: values must be strings, numbers");
    assertRefused(
        new Properties(defaults), "property ConsumeThreadNums: values must be strings, numbers");
  }

  @ParameterizedTest
  @CsvSource({
    "CONSUMER, suspendTimeMillis",
    "ORDER_CONSUMER, batchConsumeMaxAwaitDurationInSeconds",
    "PRODUCER, CheckImmunityTimeInSeconds",
    "CONSUMER, SendMsgTimeoutMillis"
  })
  void a_key_of_another_kind_of_client_is_not_read(ClientKind kind, String key) {
    PropertyReader reader = new PropertyReader(TestProperties.of(ADDRESS, key, "abc"), kind);

    assertThat(reader.settings()).isNotEmpty().doesNotContainKey(key);
    if (kind == ClientKind.PRODUCER) {
      ProducerConfig.from(kind, TestProperties.of(ADDRESS, key, "abc"));
    } else {
      ConsumerConfig.from(kind, TestProperties.of(ADDRESS, key, "abc"));
    }
  }

  @Test
  void what_an_application_keeps_beside_the_settings_may_be_of_any_type() {
    Properties properties = TestProperties.of(ADDRESS);
    properties.put("of.the.application", new int[] {20});

    assertThat(ConsumerConfig.from(ClientKind.CONSUMER, properties)).isNotNull();
  }

  @Test
  void keys_that_are_not_strings_are_refused_wherever_they_are() {
    Properties properties = TestProperties.of(ADDRESS);
    properties.put(7, "seven");

    assertRefused(properties, "keys must be strings");
    assertRefused(new Properties(properties), "keys must be strings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AccessKey", "SecurityToken", "INSTANCE_ID"})
  void what_travels_in_a_header_must_be_printable(String key) {
    assertRefused(TestProperties.of(ADDRESS, key, "a\nb"), "printable ASCII");
    assertRefused(TestProperties.of(ADDRESS, key, "schl\u00fcssel"), "printable ASCII");
  }

  @ParameterizedTest
  @CsvSource({"ProducerId, GID_P", "GROUP_ID, GID_G"})
  @Tag("F-009")
  void a_producer_takes_its_group_from_either_name(String key, String group) {
    Properties properties = TestProperties.of(ADDRESS);
    properties.remove("GROUP_ID");
    properties.setProperty(key, group);

    assertThat(ProducerConfig.from(ClientKind.PRODUCER, properties).client().group())
        .isEqualTo(group);
  }

  @Test
  @Tag("F-009")
  void a_consumer_takes_its_group_from_the_older_name() {
    Properties properties = TestProperties.of(ADDRESS, "ConsumerId", "CID");
    properties.remove("GROUP_ID");

    assertThat(ConsumerConfig.from(ClientKind.CONSUMER, properties).client().group())
        .isEqualTo("CID");
  }

  @Test
  @Tag("F-013")
  void the_instance_property_wins_over_the_host_label() {
    String labelled = "http://MQ_INST_1_a.example.com";

    assertThat(
            ProducerConfig.from(ClientKind.PRODUCER, TestProperties.of(labelled))
                .client()
                .instanceId())
        .isEqualTo("MQ_INST_1_a");
    assertThat(
            ProducerConfig.from(
                    ClientKind.PRODUCER, TestProperties.of(labelled, "INSTANCE_ID", "mine"))
                .client()
                .instanceId())
        .isEqualTo("mine");
  }

  @Test
  void https_means_verified_tls_and_the_property_can_say_otherwise() {
    assertThat(tls("https://h:1").mode()).isEqualTo(TlsMode.VERIFY);
    assertThat(tls("https://h:1", "ons.tls", "trust-all").mode()).isEqualTo(TlsMode.TRUST_ALL);
    assertThat(tls("h:1", "ons.tls", "verify").mode()).isEqualTo(TlsMode.VERIFY);
    assertRefused(TestProperties.of("https://h:1", "ons.tls", "off"), "change one of them");
  }

  @Test
  void a_ca_file_must_be_readable_and_of_use() {
    Path readable = Path.of("pom.xml").toAbsolutePath();

    assertThat(tls("https://h:1", "ons.tlsCaFile", readable.toString()).caFile())
        .isEqualTo(readable);
    assertRefused(
        TestProperties.of("https://h:1", "ons.tlsCaFile", "/no/such/file"), "cannot be read");
    assertRefused(
        TestProperties.of("h:1", "ons.tlsCaFile", readable.toString()), "set ons.tls to verify");
  }

  private static TlsConfig tls(String address, String... more) {
    return ProducerConfig.from(ClientKind.PRODUCER, TestProperties.of(address, more))
        .client()
        .tls();
  }

  @Test
  void exactly_once_is_taken_and_has_no_effect() {
    assertThat(
            ConsumerConfig.from(
                ClientKind.CONSUMER, TestProperties.of(ADDRESS, "exactlyOnceDelivery", "true")))
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "RamRoleName, ../root, 'letters, digits'",
    "ons.metadataAddress, ftp://h, http://host",
    "ons.metadataAddress, http://h/path, http://host",
    "ons.metadataAddress, http://[, http://host"
  })
  void a_role_that_cannot_be_asked_for_is_refused(String key, String value, String remedy) {
    Properties properties = TestProperties.of(ADDRESS, "RamRoleName", "role", key, value);

    assertRefused(properties, "property " + key + ": '" + value + "'");
    assertRefused(properties, remedy);
  }

  @Test
  @Tag("F-060")
  void broadcasting_is_for_plain_consumers_only() {
    var broadcasting = TestProperties.of(ADDRESS, "MessageModel", "BROADCASTING");

    assertThatThrownBy(() -> ConsumerConfig.from(ClientKind.CONSUMER, broadcasting))
        .hasMessageContaining("MessageModel=BROADCASTING");
    assertThat(BroadcastConfig.from(broadcasting).instanceName()).isEmpty();
    assertThatThrownBy(
            () -> BroadcastConfig.from(TestProperties.of(ADDRESS, "InstanceName", "../elsewhere")))
        .hasMessageContaining("InstanceName");
  }

  @Test
  void an_unknown_key_is_no_error_and_gets_a_hint() {
    assertThat(PropertyReader.hint("ConsumeThreadNum")).contains("is ConsumeThreadNums meant?");
    assertThat(PropertyReader.hint("sendmsgtimeoutmillis")).contains("SendMsgTimeoutMillis meant?");
    assertThat(PropertyReader.hint("java.io.tmpdir")).endsWith("has no effect");
    ProducerConfig.from(ClientKind.PRODUCER, TestProperties.of(ADDRESS, "ConsumeThreadNum", "7"));
  }

  @Test
  void the_table_has_every_key_of_the_surface_once() throws IllegalAccessException {
    Set<String> surface = new HashSet<>();
    for (Field constant : PropertyKeyConst.class.getFields()) {
      surface.add((String) constant.get(null));
    }
    Set<String> table = OnsProperties.all().stream().map(Property::key).collect(Collectors.toSet());

    assertThat(table).hasSameSizeAs(OnsProperties.all()).containsAll(surface);
    assertThat(OnsProperties.all()).allSatisfy(row -> assertThat(row.meaning()).endsWith("."));
  }

  @Test
  void secrets_are_not_shown() {
    assertThat(ProducerConfig.from(ClientKind.PRODUCER, TestProperties.of(ADDRESS)).toString())
        .contains("AccessKey=ak")
        .doesNotContain("sk");
  }

  private static void assertRefused(Properties properties, String text) {
    Consumer<ONSClientException> isInvalidProperty =
        error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.INVALID_PROPERTY);
    assertThatThrownBy(() -> ConsumerConfig.from(ClientKind.CONSUMER, properties))
        .isInstanceOfSatisfying(ONSClientException.class, isInvalidProperty)
        .hasMessageContaining(text);
  }
}
