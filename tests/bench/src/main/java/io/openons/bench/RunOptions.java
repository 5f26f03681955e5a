package io.openons.bench;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every benchmark with a broker of ours takes. */
final class RunOptions {
  @Option(
      names = "--broker",
      description = "The program that runs our broker (default: the broker on the class path).")
  Optional<Path> broker = Optional.empty();

  @Option(
      names = "--work-dir",
      description = "Folder for results, logs and messages (default: ${DEFAULT-VALUE}).")
  Path workDir = Path.of("target", "bench");

  @Option(names = "--commit", description = "What is measured, for the record.")
  String commit = "unknown";
}
