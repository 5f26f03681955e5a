package io.openons.broker.store.view;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A map of which one thread may read a frozen state while others go on to change it, however large
 * it is: changes go to a second map until they are taken over, a part at a time.
 *
 * <p>For one thread at a time, but for the frozen state.
 */
final class FreezableMap<K, V> extends AbstractMap<K, V> {
  private final Map<K, V> base = new HashMap<>();

  /** What is not in the base yet; empty for what was removed. */
  private final Map<K, Optional<V>> changes = new HashMap<>();

  private boolean isFrozen;

  /** Returns the state of now, which stays until the first {@link #thaw}. */
  Map<K, V> freeze() {
    if (!isFrozen && !changes.isEmpty()) {
      throw new IllegalStateException("thaw all before it is frozen again");
    }
    isFrozen = true;
    return Collections.unmodifiableMap(base);
  }

  /** Takes over some of the changes since it was frozen. Returns whether there are more. */
  boolean thaw(int count) {
    isFrozen = false;
    Iterator<Map.Entry<K, Optional<V>>> next = changes.entrySet().iterator();
    for (int i = 0; i < count && next.hasNext(); i++) {
      Map.Entry<K, Optional<V>> change = next.next();
      if (change.getValue().isPresent()) {
        base.put(change.getKey(), change.getValue().get());
      } else {
        base.remove(change.getKey());
      }
      next.remove();
    }
    return next.hasNext();
  }

  @Override
  public V get(Object key) {
    Optional<V> change = changes.get(key);
    return change != null ? change.orElse(null) : base.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public V put(K key, V value) {
    V before = get(key);
    if (isFrozen) {
      changes.put(key, Optional.of(value));
    } else {
      changes.remove(key);
      base.put(key, value);
    }
    return before;
  }

  @Override
  @SuppressWarnings("unchecked")
  public V remove(Object key) {
    V before = get(key);
    if (isFrozen) {
      changes.put((K) key, Optional.empty());
    } else {
      changes.remove(key);
      base.remove(key);
    }
    return before;
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return entries().iterator();
      }

      @Override
      public int size() {
        return (int) entries().count();
      }
    };
  }

  private Stream<Map.Entry<K, V>> entries() {
    return Stream.concat(
        base.entrySet().stream().filter(entry -> !changes.containsKey(entry.getKey())),
        changes.entrySet().stream()
            .filter(change -> change.getValue().isPresent())
            .map(change -> Map.entry(change.getKey(), change.getValue().get())));
  }
}
