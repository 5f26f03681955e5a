package io.openons.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.ClientDescription.Origin;
import com.aliyun.openservices.ons.api.ClientDescription.Setting;
import io.openons.client.testing.TestProperties;
import org.junit.jupiter.api.Test;

/**
 * Goal: what a consumer may hold fits into the heap, whatever the default or the property says.
 *
 * <p>Method: reads properties for heaps of several sizes.
 *
 * <p>A failure means: a program with a small heap, such as a host of another language, runs out of
 * memory with default settings.
 */
class HeapShareTest {
  private static final long MIB = 1 << 20;

  private static PropertyReader reader(String... properties) {
    return new PropertyReader(TestProperties.of("h:1", properties), ClientKind.CONSUMER);
  }

  @Test
  void in_a_large_heap_the_property_and_its_default_hold() {
    assertThat(HeapShare.cachedBytes(reader(), 4_096 * MIB)).isEqualTo(512 * MIB);
    assertThat(HeapShare.cachedBytes(reader("maxCachedMessageSizeInMiB", "100"), 4_096 * MIB))
        .isEqualTo(100 * MIB);
  }

  @Test
  void in_a_small_heap_a_quarter_of_it_is_the_most() {
    assertThat(HeapShare.cachedBytes(reader(), 256 * MIB)).isEqualTo(64 * MIB);
    assertThat(HeapShare.cachedBytes(reader("maxCachedMessageSizeInMiB", "2048"), 256 * MIB))
        .isEqualTo(64 * MIB);
    assertThat(HeapShare.cachedBytes(reader("maxCachedMessageSizeInMiB", "16"), 256 * MIB))
        .isEqualTo(16 * MIB);
  }

  @Test
  void the_description_of_the_client_has_the_value_in_force() {
    PropertyReader reader = reader();

    HeapShare.cachedBytes(reader, 256 * MIB);

    assertThat(reader.settings().get("maxCachedMessageSizeInMiB"))
        .isEqualTo(new Setting("64 MiB", Origin.DERIVED));
  }
}
