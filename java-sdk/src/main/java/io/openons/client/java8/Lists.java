package io.openons.client.java8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** {@link List#of()} and {@link List#copyOf}: lists that cannot be changed and hold no null. */
public final class Lists {
  private Lists() {}

  public static <E> List<E> of() {
    return Collections.emptyList();
  }

  public static <E> List<E> of(E e1) {
    return ofAll(e1);
  }

  public static <E> List<E> of(E e1, E e2) {
    return ofAll(e1, e2);
  }

  public static <E> List<E> of(E e1, E e2, E e3) {
    return ofAll(e1, e2, e3);
  }

  public static <E> List<E> of(E e1, E e2, E e3, E e4) {
    return ofAll(e1, e2, e3, e4);
  }

  public static <E> List<E> of(E e1, E e2, E e3, E e4, E e5) {
    return ofAll(e1, e2, e3, e4, e5);
  }

  public static <E> List<E> of(E e1, E e2, E e3, E e4, E e5, E e6) {
    return ofAll(e1, e2, e3, e4, e5, e6);
  }

  public static <E> List<E> of(E e1, E e2, E e3, E e4, E e5, E e6, E e7) {
    return ofAll(e1, e2, e3, e4, e5, e6, e7);
  }

  public static <E> List<E> of(E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8) {
    return ofAll(e1, e2, e3, e4, e5, e6, e7, e8);
  }

  public static <E> List<E> of(E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8, E e9) {
    return ofAll(e1, e2, e3, e4, e5, e6, e7, e8, e9);
  }

  public static <E> List<E> of(E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8, E e9, E e10) {
    return ofAll(e1, e2, e3, e4, e5, e6, e7, e8, e9, e10);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <E> List<E> of(E... elements) {
    return ofAll(elements);
  }

  public static <E> List<E> copyOf(Collection<? extends E> elements) {
    List<E> copy = new ArrayList<>(elements);
    copy.forEach(Objects::requireNonNull);
    return Collections.unmodifiableList(copy);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static <E> List<E> ofAll(E... elements) {
    return copyOf(Arrays.asList(elements));
  }
}
