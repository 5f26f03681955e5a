package io.openons.client.java8;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** {@link Stream#toList}, {@link Collection#toArray(IntFunction)}, {@link Optional#isEmpty}. */
public final class Collectors {
  private Collectors() {}

  @SuppressWarnings("unchecked")
  public static <E> List<E> toList(Stream<E> stream) {
    return (List<E>) Collections.unmodifiableList(Arrays.asList(stream.toArray()));
  }

  public static <E> E[] toArray(Collection<?> collection, IntFunction<E[]> array) {
    return collection.toArray(array.apply(0));
  }

  public static boolean isEmpty(Optional<?> optional) {
    return !optional.isPresent();
  }
}
