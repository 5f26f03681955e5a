import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Looks into the client's jar: everything has names of our own, and class files are for Java 8, but for versions for
 * newer Javas, which old ones pass over. {@code java CheckJar.java JAR}; ends with 1 when something else is in it.
 */
final class CheckJar {
  private static final int JAVA_8 = 52;

  public static void main(String[] arguments) throws IOException {
    List<String> wrong = new ArrayList<>();
    int classes = 0;
    try (JarFile jar = new JarFile(arguments[0])) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (!entry.isDirectory() && !name.matches("(META-INF|io/openons|com/aliyun/openservices/ons)/.*")) {
          wrong.add(name + ": not a name of our own");
        }
        if (name.endsWith(".class") && !name.startsWith("META-INF/versions/")) {
          classes++;
          try (DataInputStream data = new DataInputStream(jar.getInputStream(entry))) {
            data.readInt();
            data.readUnsignedShort();
            int version = data.readUnsignedShort();
            if (version > JAVA_8) {
              wrong.add(name + ": class file of version " + version);
            }
          }
        }
      }
    }
    wrong.forEach(System.err::println);
    if (classes < 1000) {
      System.err.println("only " + classes + " classes in " + arguments[0]);
    }
    System.exit(wrong.isEmpty() && classes >= 1000 ? 0 : 1);
  }
}
