package io.openons.broker.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.AdminRole;
import io.openons.broker.core.access.Right;
import io.openons.broker.core.access.Rules;
import io.openons.broker.core.access.SignatureDates;
import io.openons.broker.core.access.User;
import io.openons.broker.core.access.Users;
import io.openons.broker.core.api.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the users. It is looked at each second, and read again when it was changed; a version
 * that cannot be used changes nothing.
 */
public final class UsersFile {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(UsersFile.class);

  /** Tells one version of a file from another. */
  private record Stamp(FileTime modified, long size, Object file) {
    static final Stamp NO_FILE = new Stamp(null, 0, null);

    static Stamp of(Path path) {
      try {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
      } catch (IOException e) {
        // Reading it says what is wrong with it.
        return NO_FILE;
      }
    }
  }

  /** The whole file. */
  private record Content(Users users) {
    @JsonCreator
    static Content of(@JsonProperty("users") List<Entry> entries) {
      if (entries == null || entries.contains(null)) {
        throw new IllegalArgumentException("must be {\"users\": [...]}, with one object per user");
      }
      return new Content(new Users(entries.stream().map(Entry::user).toList()));
    }
  }

  /** One user of the file, whose secrets are nowhere but in the user. */
  private record Entry(User user) {
    @JsonCreator
    static Entry of(
        @JsonProperty("user") String name,
        @JsonProperty("accessKey") String accessKey,
        @JsonProperty("secretKey") String secretKey,
        @JsonProperty("sessionToken") String sessionToken,
        @JsonProperty("topics") Map<String, Right> topics,
        @JsonProperty("groups") Map<String, Right> groups,
        @JsonProperty("administration") AdminRole role) {
      require(accessKey, "accessKey");
      require(secretKey, "secretKey");
      if (groups != null && groups.containsValue(Right.PUBLISH)) {
        throw new IllegalArgumentException(
            "'publish' is not a right on groups, which only consume; write subscribe or deny");
      }
      return new Entry(
          new User(
              name,
              accessKey,
              secretKey,
              sessionToken,
              rules(topics),
              rules(groups),
              role == null ? AdminRole.NONE : role));
    }

    private static void require(String value, String name) {
      if (value == null) {
        throw new IllegalArgumentException("'%s' is missing; every user needs one".formatted(name));
      }
    }

    private static Rules rules(Map<String, Right> rights) {
      if (rights == null) {
        return new Rules(Map.of());
      }
      if (rights.containsValue(null)) {
        throw new IllegalArgumentException(
            "a pattern has no right; write deny, publish, subscribe or both");
      }
      return new Rules(rights);
    }
  }

  private final JsonFile file;
  private final Scheduler scheduler;
  private final AccessControl access;
  private Stamp stamp;

  private UsersFile(Path path, SignatureDates dates, Scheduler scheduler) {
    this.file = new JsonFile("users file", path);
    this.scheduler = scheduler;
    this.stamp = Stamp.of(path);
    this.access = AccessControl.of(users(), dates);
    log.info("access control is on, by users file {}", path);
  }

  /**
   * Reads the file, and follows its changes while the scheduler runs.
   *
   * @throws ConfigurationException when it cannot be used
   */
  public static AccessControl follow(Path path, SignatureDates dates, Scheduler scheduler) {
    UsersFile users = new UsersFile(path, dates, scheduler);
    scheduler.after(INTERVAL.toMillis(), users::look);
    return users.access;
  }

  /**
   * Reads the file, to check it.
   *
   * @throws ConfigurationException when it cannot be used
   */
  static void check(Path path) {
    new JsonFile("users file", path).read(Content.class);
  }

  private Users users() {
    return file.read(Content.class).users();
  }

  private void look() {
    Stamp now = Stamp.of(file.path());
    if (!now.equals(stamp)) {
      // Taken before reading: what is written meanwhile has another stamp and is read the next
      // time.
      stamp = now;
      readAgain();
    }
    scheduler.after(INTERVAL.toMillis(), this::look);
  }

  private void readAgain() {
    try {
      access.replace(users());
      log.info("read users file {} again; its users and rights now apply", file.path());
    } catch (ConfigurationException e) {
      log.error("{}; keeping the previous users", e.getMessage());
    }
  }
}
