package io.openons.tests.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The official clients, each with the program that moves it; paths are seen from this module. */
public enum OfficialProgram {
  /** Apache's Java client of the gRPC protocol. */
  GRPC("OfficialClientDriver", "target/official-client"),
  /** Apache's Java client 4.x of the remoting protocol. */
  APACHE_4("RemotingClientDriver", "target/official-client-4"),
  /** The ONS client 1.x, of the remoting protocol. */
  ONS_1("OnsClientDriver", "target/published-surfaces/ons-client-1.jar");

  private static final Path SOURCES = Path.of("src/official/java/io/openons/tests/interop");
  private static final Path LINE = Path.of("src/test/java/io/openons/tests/interop/Line.java");

  private final String driver;
  private final Path jars;

  OfficialProgram(String driver, String jars) {
    this.driver = driver;
    this.jars = Path.of(jars);
  }

  String mainClass() {
    return "io.openons.tests.interop." + driver;
  }

  List<Path> sources() {
    return List.of(SOURCES.resolve(driver + ".java"), LINE);
  }

  /** A folder of jars, or a jar. */
  String classPath() throws IOException {
    if (Files.isDirectory(jars)) {
      try (var files = Files.list(jars)) {
        return files.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
      }
    }
    return jars.toString();
  }
}
