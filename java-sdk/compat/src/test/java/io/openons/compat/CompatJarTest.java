package io.openons.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: programs that import third parties' classes from the published client compile and run with
 * ons-client-compat beside ours. Method: compiles a program that uses each name for Java 8, runs it
 * with the jar alone, and looks into the jar. A failure means: such a program does not build or
 * behaves differently, or an old version with a known fault came in.
 */
class CompatJarTest {
  private static final Path JAR = Path.of(System.getProperty("ons.compat.jar"));
  private static final List<String> INSIDE =
      List.of(
          "com/aliyun/openservices/shade/",
          "com/aliyun/openservices/ons/shaded/",
          "com/aliyun/openservices/ons/api/impl/");
  private static final int JAVA_8 = 52;

  /** From these on no fault is published: the last was mended in them. */
  private static final Map<String, String> MENDED =
      Map.of(
          "com.alibaba/fastjson", "2.0.0", // CVE-2022-25845, in all of fastjson 1 before 1.2.83
          "com.google.guava/guava", "32.0.0", // CVE-2023-2976
          "org.apache.commons/commons-lang3", "3.18.0", // CVE-2025-48924
          "commons-codec/commons-codec", "1.13", // decoded what is no Base64
          "io.netty/netty-common", "4.1.118"); // CVE-2025-25193

  @TempDir private Path folder;

  @Test
  void a_program_with_each_name_compiles_for_java_8_and_runs() throws Exception {
    Path program = Path.of(CompatJarTest.class.getResource("/Imports.java").toURI());
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                words,
                words,
                "--release",
                "8",
                "-Xlint:-options",
                "-cp",
                JAR.toString(),
                "-d",
                folder.toString(),
                program.toString());
    assertThat(code).as(words.toString(StandardCharsets.UTF_8)).isZero();

    assertThat(outputOf("Imports"))
        .containsExactly(
            "JSONField {\"order_id\":7,\"day\":\"2026-01-02\"}",
            "SerializerFeature {\"note\":null,\"order_id\":7,\"day\":\"2026-01-02\"}",
            "JSONObject {\"b\":1,\"a\":[2,3]} 1 2",
            "TypeReference Integer",
            "JSONException",
            "@type ignored",
            "MessageModel BROADCASTING CLUSTERING",
            "ThreadFactoryImpl worker_1",
            "Joiner a,b",
            "Optional false",
            "Preconditions there",
            "Strings true",
            "Throwables inner",
            "CacheBuilder 0",
            "Maps {k=v}",
            "ThreadFactoryBuilder t-0",
            "StringUtil true Imports",
            "StringUtils true a-b",
            "ExceptionUtils RuntimeException: inner",
            "Base64 AQI= 0cc175b9c0f1b6a831c399e269772661",
            "fastjson of before 1.8 3",
            "Splitter [a, b] X",
            "m",
            "CODE: 5  DESC: m",
            "no answer from <a> within 5 ms",
            "m",
            "states UNKNOW SEND_OK",
            "ConsumeFromWhere 0",
            "MessageConst KEYS Delay_Msg",
            "MixAll %DLQ%g true",
            "UtilAll 891568578 0AFF",
            "RemotingHelper true",
            "AuthUtil T9CyFSdu8S8rPkyOysKBFJi2Vvw=",
            "OnsAuthSigner T9CyFSdu8S8rPkyOysKBFJi2Vvw=",
            "InstanceUtil true",
            "NameAddrUtils MQ_INST_1_a");
  }

  @Test
  void nothing_in_the_jar_has_a_name_that_an_application_could_meet() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
          .hasSizeGreaterThan(1000)
          .allMatch(
              name -> name.startsWith("META-INF/") || INSIDE.stream().anyMatch(name::startsWith))
          .noneMatch(name -> name.startsWith("META-INF/services/"));
    }
  }

  @Test
  void every_class_file_is_for_java_8_or_older() throws IOException {
    Map<String, Integer> newer = new TreeMap<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (JarEntry entry :
          (Iterable<JarEntry>) jar.stream().filter(e -> e.getName().endsWith(".class"))::iterator) {
        try (InputStream bytes = jar.getInputStream(entry);
            DataInputStream data = new DataInputStream(bytes)) {
          assertThat(data.readInt()).isEqualTo(0xCAFEBABE);
          data.readUnsignedShort();
          int version = data.readUnsignedShort();
          if (version > JAVA_8) {
            newer.put(entry.getName(), version);
          }
        }
      }
    }
    assertThat(newer).isEmpty();
  }

  @Test
  void the_versions_inside_are_those_of_the_build_and_have_no_known_fault() throws IOException {
    for (String line : System.getProperty("ons.compat.versions").split(",")) {
      String artifact = line.substring(0, line.indexOf('='));
      String wanted = line.substring(line.indexOf('=') + 1);
      Properties found = new Properties();
      try (JarFile jar = new JarFile(JAR.toFile())) {
        JarEntry entry = jar.getJarEntry("META-INF/maven/" + artifact + "/pom.properties");
        assertThat(entry).as("the properties of " + artifact).isNotNull();
        try (InputStream text = jar.getInputStream(entry)) {
          found.load(text);
        }
      }
      assertThat(found.getProperty("version")).as(artifact).isEqualTo(wanted);
      assertThat(Arrays.compare(numbers(wanted), numbers(MENDED.getOrDefault(artifact, "2.0.0"))))
          .as(artifact + " " + wanted)
          .isNotNegative();
    }
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("[.-]"))
        .filter(part -> part.matches("\\d+"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private List<String> outputOf(String program) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream before = System.out;
    URL[] places = {folder.toUri().toURL(), JAR.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      loader
          .loadClass(program)
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
