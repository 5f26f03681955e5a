package io.openons.tests.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  ONS_2("target/published-surfaces/ons-client-2.jar", "OnsClientDriver"),
  /** Apache's tools 4.x for operators. */
  MQADMIN_4("target/official-client-4:target/mqadmin-4", "MqadminDriver"),
  /** Apache's tools 5.x for operators, with its server's class path. */
  MQADMIN_5("rocketmq/target/classpath.txt", "MqadminDriver");

  private static final Path SOURCES = Path.of("src/official/java/io/openons/tests/interop");
  private static final Path LINE = Path.of("src/test/java/io/openons/tests/interop/Line.java");

  private final List<Path> jars;
  private final List<String> drivers;

  OfficialProgram(String jars, String... drivers) {
    this.jars = Stream.of(jars.split(":")).map(path -> Path.of(path).toAbsolutePath()).toList();
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

  /** Folders of jars, jars, and files with class paths. */
  String classPath() throws IOException {
    List<String> parts = new ArrayList<>();
    for (Path path : jars) {
      if (Files.isDirectory(path)) {
        try (var files = Files.list(path)) {
          files.map(Path::toString).sorted().forEach(parts::add);
        }
      } else {
        parts.add(
            path.toString().endsWith(".txt") ? Files.readString(path).strip() : path.toString());
      }
    }
    return String.join(File.pathSeparator, parts);
  }
}
