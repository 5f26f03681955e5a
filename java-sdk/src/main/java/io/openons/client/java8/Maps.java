package io.openons.client.java8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** {@link Map#of()} and {@link Map#copyOf}: maps that cannot be changed and hold no null. */
public final class Maps {
  private Maps() {}

  public static <K, V> Map<K, V> of() {
    return Collections.emptyMap();
  }

  public static <K, V> Map<K, V> of(K k1, V v1) {
    Map<K, V> map = new LinkedHashMap<>();
    put(map, k1, v1);
    return Collections.unmodifiableMap(map);
  }

  public static <K, V> Map<K, V> of(K k1, V v1, K k2, V v2) {
    Map<K, V> map = new LinkedHashMap<>();
    put(map, k1, v1);
    put(map, k2, v2);
    return Collections.unmodifiableMap(map);
  }

  public static <K, V> Map<K, V> of(K k1, V v1, K k2, V v2, K k3, V v3) {
    Map<K, V> map = new LinkedHashMap<>();
    put(map, k1, v1);
    put(map, k2, v2);
    put(map, k3, v3);
    return Collections.unmodifiableMap(map);
  }

  public static <K, V> Map<K, V> of(K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4) {
    Map<K, V> map = new LinkedHashMap<>();
    put(map, k1, v1);
    put(map, k2, v2);
    put(map, k3, v3);
    put(map, k4, v4);
    return Collections.unmodifiableMap(map);
  }

  public static <K, V> Map<K, V> of(K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5) {
    Map<K, V> map = new LinkedHashMap<>();
    put(map, k1, v1);
    put(map, k2, v2);
    put(map, k3, v3);
    put(map, k4, v4);
    put(map, k5, v5);
    return Collections.unmodifiableMap(map);
  }

  public static <K, V> Map<K, V> copyOf(Map<? extends K, ? extends V> entries) {
    Map<K, V> copy = new LinkedHashMap<>();
    entries.forEach((key, value) -> put(copy, key, value));
    return Collections.unmodifiableMap(copy);
  }

  private static <K, V> void put(Map<K, V> map, K key, V value) {
    if (map.put(Objects.requireNonNull(key), Objects.requireNonNull(value)) != null) {
      throw new IllegalArgumentException("duplicate key " + key);
    }
  }
}
