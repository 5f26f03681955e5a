package io.openons.java8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Gives packages of a jar second names, in place: their classes are there twice, and each copy
 * names the classes beside it. Texts that are names of classes change, too, as they do when a jar
 * is shaded. What has a second name from an earlier run is made anew.
 */
public final class SecondNames {
  private SecondNames() {}

  /**
   * Runs the step, and prints how many classes were copied.
   *
   * @param arguments the jar, then {@code package=other.package} for each
   */
  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=");
      names.put(pair[0], pair[1]);
    }
    System.out.println(jar.getFileName() + ": " + run(jar, names) + " classes copied");
  }

  /**
   * Copies the classes of some packages, and of those below them.
   *
   * @param names the other name of each package, both with dots
   * @return the number of copies
   */
  static int run(Path jar, Map<String, String> names) throws IOException {
    Names mapping = new Names(names);
    return Jars.rewrite(
        jar,
        (name, bytes, out) -> {
          if (mapping.isOther(name)) {
            return 0;
          }
          out.put(name, bytes);
          Optional<String> other = mapping.other(name, '/');
          if (other.isEmpty() || !name.endsWith(".class")) {
            return 0;
          }
          ClassWriter copy = new ClassWriter(0);
          new ClassReader(bytes).accept(new ClassRemapper(copy, mapping), 0);
          out.put(other.get(), copy.toByteArray());
          return 1;
        });
  }

  private static final class Names extends Remapper {
    private final Map<String, String> names;

    Names(Map<String, String> names) {
      super(org.objectweb.asm.Opcodes.ASM9);
      this.names = names;
    }

    /** The other name of something in one of the packages. */
    Optional<String> other(String name, char separator) {
      for (Map.Entry<String, String> pair : names.entrySet()) {
        String from = pair.getKey().replace('.', separator) + separator;
        if (name.startsWith(from)) {
          String to = pair.getValue().replace('.', separator) + separator;
          return Optional.of(to + name.substring(from.length()));
        }
      }
      return Optional.empty();
    }

    boolean isOther(String entry) {
      return names.values().stream()
          .anyMatch(other -> entry.startsWith(other.replace('.', '/') + "/"));
    }

    @Override
    public String map(String internalName) {
      return other(internalName, '/').orElse(internalName);
    }

    @Override
    public Object mapValue(Object value) {
      if (value instanceof String text) {
        return other(text, '.').or(() -> other(text, '/')).orElse(text);
      }
      return super.mapValue(value);
    }
  }
}
