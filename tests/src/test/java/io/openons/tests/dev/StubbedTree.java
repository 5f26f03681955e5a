package io.openons.tests.dev;

import io.openons.tests.style.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of {@code dev} in a tree that looks built, on a machine with the usual commands of a
 * system but with stubs for Java and Maven, and without a compiler of C++ until one is added.
 */
final class StubbedTree {
  private static final Set<String> LEFT_OUT = Set.of("c++", "g++", "make", "cmake");
  private static final List<Path> SYSTEM = List.of(Path.of("/usr/bin"), Path.of("/bin"));

  private final Path root;
  private final Path commands;

  StubbedTree(Path folder) throws IOException {
    root = Files.createDirectory(folder.resolve("tree"));
    commands = Files.createDirectory(folder.resolve("commands"));
    linkCommands();
    stub("javac", "echo javac 17.0.1");
    stub("mvn", "echo mvn \"$@\" >>" + said());
    stub("java", "echo java \"$@\" >>" + said());
    Files.copy(Repository.root().resolve("dev"), root.resolve("dev"));
    write("pom.xml", "");
    write("tests/demo/target/classpath.txt", "demo.jar");
    write("tests/bench/target/classpath/ons.txt", "bench.jar");
    write("java-sdk/examples/target/classpath.txt", "examples.jar");
    write("java-sdk/examples/src/main/java/io/openons/examples/Quickstart.java", "");
    write("broker-sim/target/ons-broker-1-all.jar", "");
    write("broker-sim/src/main/launcher/ons-broker", "#!/bin/sh\necho cache: $OPENONS_CACHE\n");
    executable(root.resolve("broker-sim/src/main/launcher/ons-broker"));
    for (String part : List.of("demo", "java", "all")) {
      write("target/built-" + part, "");
    }
  }

  /** Puts a program in the place of a command of the system. */
  void stub(String name, String script) throws IOException {
    Path stub = commands.resolve(name);
    Files.deleteIfExists(stub);
    executable(Files.writeString(stub, "#!/bin/bash\n" + script + "\n"));
  }

  /** Runs the copied script. */
  Script.Result dev(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("dev").toString()));
    command.addAll(List.of(arguments));
    return Script.run(root, Map.of("PATH", commands.toString(), "JAVA_HOME", ""), command);
  }

  Path root() {
    return root;
  }

  /** Where stubs write how they were called. */
  Path said() {
    return root.resolve("said");
  }

  private Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private void linkCommands() throws IOException {
    for (Path folder : SYSTEM) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Path link = commands.resolve(file.getFileName());
          if (!LEFT_OUT.contains(file.getFileName().toString())
              && Files.isExecutable(file)
              && !Files.exists(link)) {
            Files.createSymbolicLink(link, file);
          }
        }
      }
    }
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
