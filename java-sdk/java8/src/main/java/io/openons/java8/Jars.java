package io.openons.java8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** Rewrites jars in place, entry by entry. */
final class Jars {
  /** What becomes of an entry. */
  interface Rewriting {
    /** Puts entries in place of one; returns how much changed. */
    int apply(String name, byte[] bytes, Out out) throws IOException;
  }

  /** Takes entries; each has the time of the one that it stands for. */
  interface Out {
    void put(String name, byte[] bytes) throws IOException;
  }

  private Jars() {}

  /** Rewrites all entries, and returns the sum of what changed. */
  static int rewrite(Path jar, Rewriting rewriting) throws IOException {
    Path rewritten = jar.resolveSibling(jar.getFileName() + ".rewritten");
    int changed = 0;
    try (JarFile from = new JarFile(jar.toFile());
        JarOutputStream to = new JarOutputStream(Files.newOutputStream(rewritten))) {
      for (JarEntry entry : Collections.list(from.entries())) {
        byte[] bytes;
        try (InputStream in = from.getInputStream(entry)) {
          bytes = in.readAllBytes();
        }
        changed +=
            rewriting.apply(
                entry.getName(),
                bytes,
                (name, content) -> {
                  JarEntry copy = new JarEntry(name);
                  copy.setTime(entry.getTime());
                  to.putNextEntry(copy);
                  to.write(content);
                  to.closeEntry();
                });
      }
    }
    Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
    return changed;
  }
}
