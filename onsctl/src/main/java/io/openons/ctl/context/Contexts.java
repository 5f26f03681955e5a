package io.openons.ctl.context;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Exit;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The file of contexts. It has secrets, so only its owner may read it. Not thread-safe. */
public final class Contexts {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final int MOST_BYTES = 1 << 20;

  private final Path file;
  private final Map<String, Context> all = new TreeMap<>();
  private String current;

  /** The file as it is on disk. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Stored(String current, Map<String, Context> contexts) {}

  private Contexts(Path file) {
    this.file = file;
  }

  /** Returns where the file usually is. */
  public static Path usualFile(Map<String, String> environment, String home) {
    String folder = environment.get("XDG_CONFIG_HOME");
    Path config = folder == null || folder.isEmpty() ? Path.of(home, ".config") : Path.of(folder);
    return config.resolve("openons").resolve("contexts.json");
  }

  /**
   * Reads a file; none is like an empty one.
   *
   * @throws CtlException when others may read it, or it is damaged
   */
  public static Contexts read(Path file) {
    Contexts contexts = new Contexts(file);
    try {
      if (isPosix()) {
        var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        permissions.removeAll(OWNER_ONLY);
        if (!permissions.isEmpty()) {
          throw CtlException.usage(
              "%s has secrets, and others than its owner may use it; chmod 600 '%s'", file, file);
        }
      }
      if (Files.size(file) > MOST_BYTES) {
        throw CtlException.usage("%s is larger than 1 MiB; it is no file of contexts", file);
      }
      Stored stored = MAPPER.readValue(Files.readAllBytes(file), Stored.class);
      if (stored.contexts() != null) {
        contexts.all.putAll(stored.contexts());
      }
      contexts.current = stored.current();
    } catch (NoSuchFileException none) {
      // The first context makes it.
    } catch (JsonProcessingException e) {
      throw CtlException.usage(
          "%s is damaged: line %d: %s; mend it, or delete it and add the contexts again",
          file, e.getLocation().getLineNr(), e.getOriginalMessage());
    } catch (IOException e) {
      throw CtlException.usage("%s cannot be read: %s", file, e.getMessage());
    }
    return contexts;
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  /** Returns all by their names. */
  public Map<String, Context> all() {
    return Map.copyOf(all);
  }

  /** Returns the name of the one that is used when no other is named; null for none. */
  public String current() {
    return current;
  }

  /**
   * Returns one.
   *
   * @throws CtlException when there is none of the name
   */
  public Context get(String name) {
    Context context = all.get(name);
    if (context == null) {
      throw new CtlException(
          Exit.NOT_FOUND,
          all.isEmpty()
              ? "no context '%s', nor any other; onsctl context add %s --server HOST:PORT"
                  .formatted(name, name)
              : "no context '%s'; there are %s".formatted(name, String.join(", ", all.keySet())));
    }
    return context;
  }

  /** Adds one, or puts it in the place of the one with its name. The first becomes the current. */
  public void put(String name, Context context) {
    all.put(name, context);
    if (current == null) {
      current = name;
    }
    write();
  }

  /** Makes one the current. */
  public void use(String name) {
    get(name);
    current = name;
    write();
  }

  /** Removes one. */
  public void remove(String name) {
    get(name);
    all.remove(name);
    if (name.equals(current)) {
      current = null;
    }
    write();
  }

  /** Writes a new file and puts it in the place of the old one, so that no half of it is read. */
  private void write() {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      FileAttribute<?>[] attributes =
          isPosix()
              ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
              : new FileAttribute<?>[0];
      Path written = Files.createTempFile(folder, "contexts", ".json", attributes);
      try {
        Files.write(
            written,
            MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Stored(current, all)));
        Files.move(
            written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new CtlException(
          Exit.FAILED, "%s cannot be written: %s".formatted(file, e.getMessage()));
    }
  }
}
