package io.openons.client.java8;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** {@link Set#of()} and {@link Set#copyOf}: sets that cannot be changed and hold no null. */
public final class Sets {
  private Sets() {}

  public static <E> Set<E> of() {
    return Collections.emptySet();
  }

  public static <E> Set<E> of(E e1) {
    return ofAll(e1);
  }

  public static <E> Set<E> of(E e1, E e2) {
    return ofAll(e1, e2);
  }

  public static <E> Set<E> of(E e1, E e2, E e3) {
    return ofAll(e1, e2, e3);
  }

  public static <E> Set<E> of(E e1, E e2, E e3, E e4) {
    return ofAll(e1, e2, e3, e4);
  }

  public static <E> Set<E> of(E e1, E e2, E e3, E e4, E e5) {
    return ofAll(e1, e2, e3, e4, e5);
  }

  public static <E> Set<E> of(E e1, E e2, E e3, E e4, E e5, E e6) {
    return ofAll(e1, e2, e3, e4, e5, e6);
  }

  public static <E> Set<E> of(E e1, E e2, E e3, E e4, E e5, E e6, E e7) {
    return ofAll(e1, e2, e3, e4, e5, e6, e7);
  }

  public static <E> Set<E> of(E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8) {
    return ofAll(e1, e2, e3, e4, e5, e6, e7, e8);
  }

  public static <E> Set<E> of(E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8, E e9) {
    return ofAll(e1, e2, e3, e4, e5, e6, e7, e8, e9);
  }

  public static <E> Set<E> of(E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8, E e9, E e10) {
    return ofAll(e1, e2, e3, e4, e5, e6, e7, e8, e9, e10);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <E> Set<E> of(E... elements) {
    return ofAll(elements);
  }

  public static <E> Set<E> copyOf(Collection<? extends E> elements) {
    Set<E> copy = new LinkedHashSet<>(elements);
    copy.forEach(Objects::requireNonNull);
    return Collections.unmodifiableSet(copy);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static <E> Set<E> ofAll(E... elements) {
    Set<E> set = copyOf(Arrays.asList(elements));
    if (set.size() < elements.length) {
      throw new IllegalArgumentException("duplicate element in " + Arrays.toString(elements));
    }
    return set;
  }
}
