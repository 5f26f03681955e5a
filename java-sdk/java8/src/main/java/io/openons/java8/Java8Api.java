package io.openons.java8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The classes and members of Java 8, from the same file of the JDK that {@code javac --release 8}
 * reads.
 */
final class Java8Api implements AutoCloseable {
  private static final String RELEASE = "8";

  private final ZipFile symbols;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final Map<String, ClassNode> read = new HashMap<>();

  private Java8Api(Path file) throws IOException {
    symbols = new ZipFile(file.toFile());
    symbols.stream().filter(entry -> entry.getName().endsWith(".sig")).forEach(this::note);
  }

  static Java8Api ofThisJdk() throws IOException {
    return new Java8Api(Path.of(System.getProperty("java.home"), "lib", "ct.sym"));
  }

  /** An entry is RELEASES/MODULE/CLASS.sig; RELEASES has a letter for each release it holds for. */
  private void note(ZipEntry entry) {
    String[] parts = entry.getName().split("/", 3);
    if (parts.length == 3 && parts[0].contains(RELEASE)) {
      entries.put(parts[2].substring(0, parts[2].length() - ".sig".length()), entry);
    }
  }

  boolean hasClass(String name) {
    return entries.containsKey(name);
  }

  /**
   * Returns the descriptor under which a class or those above it have a method: the one asked for,
   * or one with another result when Java 8 has only that; null when there is none.
   */
  String method(String owner, String name, String descriptor) {
    String arguments = descriptor.substring(0, descriptor.indexOf(')') + 1);
    String other = null;
    for (String type = owner; type != null; type = superOf(type)) {
      for (MethodNode method : node(type).methods) {
        if (method.name.equals(name) && method.desc.startsWith(arguments)) {
          if (method.desc.equals(descriptor)) {
            return descriptor;
          }
          other = other == null ? method.desc : other;
        }
      }
      for (String above : node(type).interfaces) {
        String found = hasClass(above) ? method(above, name, descriptor) : null;
        if (descriptor.equals(found)) {
          return found;
        }
        other = other == null ? found : other;
      }
    }
    boolean isInterface = (node(owner).access & org.objectweb.asm.Opcodes.ACC_INTERFACE) != 0;
    return other == null && isInterface ? method("java/lang/Object", name, descriptor) : other;
  }

  boolean hasField(String owner, String name) {
    for (String type = owner; type != null; type = superOf(type)) {
      for (FieldNode field : node(type).fields) {
        if (field.name.equals(name)) {
          return true;
        }
      }
      if (node(type).interfaces.stream().anyMatch(above -> hasField(above, name))) {
        return true;
      }
    }
    return false;
  }

  private String superOf(String type) {
    String above = node(type).superName;
    return above != null && hasClass(above) ? above : null;
  }

  private ClassNode node(String type) {
    return read.computeIfAbsent(
        type,
        name -> {
          try (InputStream in = symbols.getInputStream(entries.get(name))) {
            ClassNode node = new ClassNode();
            new ClassReader(in.readAllBytes()).accept(node, ClassReader.SKIP_CODE);
            return node;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() throws IOException {
    symbols.close();
  }
}
