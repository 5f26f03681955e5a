package io.openons.broker.core.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everybody who may do anything. */
public final class Users {
  private final Map<String, User> byAccessKey;
  private final Map<String, List<User>> byName;

  /**
   * Makes a set of users.
   *
   * @throws IllegalArgumentException when two have the same access key
   */
  public Users(Collection<User> users) {
    byAccessKey =
        users.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    User::accessKey,
                    Function.identity(),
                    (one, other) -> {
                      throw new IllegalArgumentException(
                          "there are two users with the access key %s; remove one"
                              .formatted(one.accessKey()));
                    }));
    byName = users.stream().collect(Collectors.groupingBy(User::name));
  }

  /** Returns the user with an access key; null when there is none. */
  User find(String accessKey) {
    return byAccessKey.get(accessKey);
  }

  /** Returns the access keys of a user. */
  List<User> named(String name) {
    return byName.getOrDefault(name, List.of());
  }
}
