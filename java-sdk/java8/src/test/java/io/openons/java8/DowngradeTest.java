package io.openons.java8;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.java8.fixture.Everything;
import io.openons.java8.fixture.TooNew;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * Goal: rewritten classes do what the compiled ones do, on Java 8. Method: fixtures with everything
 * that is rewritten, run before and after. A failure means a client that Java 8 refuses to load, or
 * that behaves differently there.
 */
class DowngradeTest {
  private static final String REPLACEMENTS =
      """
      # What stands for what.
      java.lang.String.strip -> io.openons.java8.fixture.Stand.strip
      java.util.stream.Stream.toList -> io.openons.java8.fixture.Stand.toList
      """;

  @TempDir private Path folder;
  private Path list;

  @BeforeEach
  void copy_the_fixtures() throws Exception {
    list = Files.writeString(folder.resolve("replacements.txt"), REPLACEMENTS);
    Path compiled =
        Path.of(Everything.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path fixtures = compiled.resolve("io/openons/java8/fixture");
    Path target = Files.createDirectories(classes().resolve("io/openons/java8/fixture"));
    try (Stream<Path> files = Files.list(fixtures)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void missing_methods_and_types_are_reported_with_class_and_line() throws IOException {
    assertThat(downgrade())
        .containsExactlyInAnyOrder(
            TooNew.class.getName() + ":8: java/lang/String.repeat(I)Ljava/lang/String;",
            TooNew.class.getName() + ":12: java/lang/Runtime.version()Ljava/lang/Runtime$Version;",
            TooNew.class.getName() + ": java/lang/Runtime$Version");
  }

  @Test
  void every_class_is_for_java_8_and_a_second_run_changes_nothing() throws IOException {
    downgrade();

    for (Path file : classFiles()) {
      byte[] first = Files.readAllBytes(file);
      assertThat(new ClassReader(first).readShort(6)).isEqualTo((short) Opcodes.V1_8);
    }
    assertThat(downgrade()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested", "greeting", "flipped"})
  void a_method_returns_what_it_returned_before(String method) throws Exception {
    Object before = Everything.class.getMethod(method).invoke(new Everything());

    downgrade();

    Class<?> type = load(Everything.class);
    assertThat(type.getMethod(method).invoke(type.getConstructor().newInstance()))
        .isEqualTo(before);
  }

  @Test
  void calls_and_method_references_go_to_their_replacement() throws Exception {
    downgrade();

    Class<?> type = load(Everything.class);
    assertThat(type.getMethod("replaced").invoke(type.getConstructor().newInstance()))
        .isEqualTo(List.of("<<a>>", "<<b>>"));
  }

  @Test
  void a_record_keeps_its_text_its_hash_and_what_it_equals() throws Exception {
    int[] array = {1};
    Object before = fields(Everything.Fields.class, 1.5, array);

    downgrade();

    Class<?> type = load(Everything.Fields.class);
    Object after = fields(type, 1.5, array);
    assertThat(type.getSuperclass()).isEqualTo(Object.class);
    assertThat(after).hasToString(before.toString()).hasSameHashCodeAs(before);
    assertThat(after).isEqualTo(fields(type, 1.5, array)).isNotEqualTo(fields(type, 2.5, array));
    assertThat(after).isNotEqualTo(fields(type, 1.5, new int[] {1})).isNotEqualTo("other");
    assertThat(fields(type, Double.NaN, array)).isEqualTo(fields(type, Double.NaN, array));
  }

  @Test
  void a_record_without_fields_equals_every_other_one() throws Exception {
    downgrade();

    Class<?> type = load(Everything.Nothing.class);
    Object one = type.getConstructor().newInstance();
    assertThat(one).isEqualTo(type.getConstructor().newInstance()).hasToString("Nothing[]");
    assertThat(one.hashCode()).isZero();
  }

  private static Object fields(Class<?> type, double exact, int[] array) throws Exception {
    return type.getConstructors()[0].newInstance(
        true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, exact, "text", array);
  }

  private List<String> downgrade() throws IOException {
    return Downgrade.run(classes(), Replacements.read(List.of(list)));
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  private List<Path> classFiles() throws IOException {
    try (Stream<Path> tree = Files.walk(classes())) {
      return tree.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  private Class<?> load(Class<?> type) throws Exception {
    URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes().toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    return loader.loadClass(type.getName());
  }
}
