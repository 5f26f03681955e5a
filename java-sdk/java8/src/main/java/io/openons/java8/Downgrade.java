package io.openons.java8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Rewrites a folder of class files in place.
 *
 * <p>Records become ordinary classes, private members that nested classes share become visible to
 * their package, and calls of newer Java go to replacements of our own. Line numbers stay, and
 * nothing is looked up by reflection at run time. Classes that are for Java 8 already are left
 * alone, so that a second run changes nothing.
 */
public final class Downgrade {
  private Downgrade() {}

  /**
   * Runs the step.
   *
   * @param arguments the folder of classes, and the files that list replacements
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> lists = Stream.of(arguments).skip(1).map(Path::of).toList();
    List<String> problems = run(Path.of(arguments[0]), Replacements.read(lists));
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      System.err.println(
          "Java 8 lacks what stands above: use something older, or add a replacement to " + lists);
      System.exit(1);
    }
  }

  /** Rewrites the classes of a folder, and returns what cannot be had on Java 8. */
  static List<String> run(Path folder, Replacements replacements) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(Downgrade::isClass).sorted().toList();
    }
    ClassSet classes = new ClassSet(files.stream().map(Downgrade::read).toList());
    try (Java8Api api = Java8Api.ofThisJdk()) {
      Calls calls = new Calls(classes, api, replacements);
      Nests nests = new Nests(classes);
      for (int i = 0; i < files.size(); i++) {
        ClassNode type = classes.all().get(i);
        if (type.version != Opcodes.V1_8) {
          Records.rewrite(type);
          nests.rewrite(type);
          calls.rewrite(type);
          type.version = Opcodes.V1_8;
          write(files.get(i), type);
        }
      }
      return calls.problems();
    }
  }

  private static boolean isClass(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".class") && !name.equals("module-info.class");
  }

  private static ClassNode read(Path file) {
    try {
      ClassNode type = new ClassNode();
      new ClassReader(Files.readAllBytes(file)).accept(type, 0);
      return type;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, ClassNode type) throws IOException {
    // All frames are written by hand or as they were, so nothing has to be computed or loaded.
    ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    type.accept(out);
    Files.write(file, out.toByteArray());
  }
}
