package io.openons.java8;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.java8.fixture.Named;
import io.openons.java8.fixture.Stand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: classes at other names do what they did at their own. Method: a jar with a class that knows
 * classes by name, before and after each step. A failure means that a library in ons-client-compat
 * overlooks what it should recognise, such as an annotation.
 */
class RelocationTest {
  private static final String OWN = "io.openons.java8.fixture";
  private static final String OTHER = "other.place.fixture";
  private static final long TIME = 1_700_000_000_000L;

  @TempDir private Path folder;
  private Path jar;

  @BeforeEach
  void make_a_jar() throws IOException {
    jar = folder.resolve("library.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Class<?> type : List.of(Named.class, Stand.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = type.getResourceAsStream("/" + name)) {
          put(out, name, bytes.readAllBytes());
        }
      }
      put(out, "META-INF/text", "io.openons.java8.fixture.Named".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(TIME);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  @Test
  void a_copy_names_itself_and_the_classes_beside_it_and_the_first_stays() throws Exception {
    int copied = SecondNames.run(jar, Map.of(OWN, OTHER));

    assertThat(copied).isEqualTo(2);
    assertThat(call(OTHER, "name")).isEqualTo(OTHER + ".Named");
    assertThat(((Class<?>) call(OTHER, "beside")).getName()).isEqualTo(OTHER + ".Stand");
    assertThat(call(OWN, "name")).isEqualTo(OWN + ".Named");
    assertThat(((Class<?>) call(OWN, "beside")).getName()).isEqualTo(OWN + ".Stand");
  }

  @Test
  void a_second_run_makes_the_copies_anew() throws Exception {
    SecondNames.run(jar, Map.of(OWN, OTHER));

    assertThat(SecondNames.run(jar, Map.of(OWN, OTHER))).isEqualTo(2);
    assertThat(call(OTHER, "name")).isEqualTo(OTHER + ".Named");
  }

  @Test
  void a_package_whose_name_only_begins_alike_is_not_copied() throws Exception {
    assertThat(SecondNames.run(jar, Map.of("io.openons.java8.fix", OTHER))).isZero();
  }

  @Test
  void a_switch_overlooks_a_relocated_name_until_it_is_mended() throws Exception {
    SecondNames.run(jar, Map.of(OWN, OTHER));
    assertThat(kind(OTHER, OTHER + ".Named")).isEqualTo("unknown");

    int mended = RelocatedSwitches.run(jar);

    assertThat(mended).isEqualTo(1);
    assertThat(kind(OTHER, OTHER + ".Named")).isEqualTo("this class");
    assertThat(kind(OTHER, OTHER + ".Stand")).isEqualTo("the class beside it");
    assertThat(RelocatedSwitches.run(jar)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.String, a class of the JDK",
    "AaAa, first",
    "BBBB, second",
    "AaBB, unknown",
    "io.openons.java8.fixture.Named, unknown"
  })
  void the_other_cases_of_a_mended_switch_stay(String name, String kind) throws Exception {
    SecondNames.run(jar, Map.of(OWN, OTHER));

    RelocatedSwitches.run(jar);

    assertThat(kind(OTHER, name)).isEqualTo(kind);
  }

  @Test
  void other_files_and_the_times_of_all_stay() throws Exception {
    byte[] before = bytes("META-INF/text");

    SecondNames.run(jar, Map.of(OWN, OTHER));
    RelocatedSwitches.run(jar);

    assertThat(bytes("META-INF/text")).isEqualTo(before);
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(jar));
    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(Collections.list(file.entries()))
          .hasSize(5)
          .allMatch(entry -> entry.getTime() == TIME);
    }
  }

  private byte[] bytes(String name) throws IOException {
    try (JarFile file = new JarFile(jar.toFile());
        InputStream bytes = file.getInputStream(file.getJarEntry(name))) {
      return bytes.readAllBytes();
    }
  }

  private Object kind(String place, String name) throws Exception {
    try (URLClassLoader loader = loader()) {
      return loader.loadClass(place + ".Named").getMethod("kind", String.class).invoke(null, name);
    }
  }

  private Object call(String place, String method) throws Exception {
    try (URLClassLoader loader = loader()) {
      return loader.loadClass(place + ".Named").getMethod(method).invoke(null);
    }
  }

  private URLClassLoader loader() throws IOException {
    URL[] place = {jar.toUri().toURL()};
    return new URLClassLoader(place, ClassLoader.getPlatformClassLoader());
  }
}
