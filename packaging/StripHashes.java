import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleHashesAttribute;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes the hashes of other modules out of a {@code module-info.class}: StripHashes FILE. The linker
 * compares them with the files that modules were first packed in, which are not to be had.
 */
class StripHashes {
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    ClassFile format = ClassFile.of();
    byte[] stripped =
        format.transformClass(
            format.parse(file),
            (builder, element) -> {
              if (!(element instanceof ModuleHashesAttribute)) {
                builder.with(element);
              }
            });
    Files.write(file, stripped);
  }
}
