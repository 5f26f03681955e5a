package io.openons.tests.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The official clients, each with the program that moves it; paths are seen from this module. */
public enum OfficialProgram {
  /** Apache's Java client of the gRPC protocol. */
  GRPC("target/official-client", "OfficialClientDriver"),
  /** Apache's Java client 4.x of the remoting protocol. */
  APACHE_4("target/official-client-4", "RemotingClientDriver"),
  /** Apache's Java client 5.x of the remoting protocol, with its server's class path. */
  APACHE_5("rocketmq/target/classpath.txt", "RemotingClient5Driver", "RemotingClientDriver"),
  /** The ONS client 1.x, of the remoting protocol. */
  ONS_1("target/published-surfaces/ons-client-1.jar", "OnsClientDriver"),
  /** The ONS client 2.x, of the first version of the gRPC protocol, always with TLS. */
  ONS_2("target/published-surfaces/ons-client-2.jar", "OnsClientDriver");

  private static final Path SOURCES = Path.of("src/official/java/io/openons/tests/interop");
  private static final Path LINE = Path.of("src/test/java/io/openons/tests/interop/Line.java");

  private final Path jars;
  private final List<String> drivers;

  OfficialProgram(String jars, String... drivers) {
    this.jars = Path.of(jars);
    this.drivers = List.of(drivers);
  }

  /** The protocol that it speaks, as the broker calls it. */
  String protocol() {
    return this == GRPC || this == ONS_2 ? "grpc" : "remoting";
  }

  String mainClass() {
    return "io.openons.tests.interop." + drivers.get(0);
  }

  List<Path> sources() {
    return Stream.concat(
            drivers.stream().map(driver -> SOURCES.resolve(driver + ".java")), Stream.of(LINE))
        .toList();
  }

  /** A folder of jars, a jar, or a file with the class path. */
  String classPath() throws IOException {
    if (Files.isDirectory(jars)) {
      try (var files = Files.list(jars)) {
        return files.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
      }
    }
    return jars.toString().endsWith(".txt") ? Files.readString(jars).strip() : jars.toString();
  }
}
