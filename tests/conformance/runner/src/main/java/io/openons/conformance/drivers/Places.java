package io.openons.conformance.drivers;

import io.openons.harness.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where things are.
 *
 * @param root the repository
 * @param bundle libonsclient with what lies beside it
 */
public record Places(Path root, Path bundle) {

  /** The repository around the working folder, and the bundle that the build made or was told. */
  public static Places find() {
    Path here = Path.of("").toAbsolutePath();
    Path root =
        Stream.iterate(here, folder -> folder != null, Path::getParent)
            .filter(folder -> Files.isRegularFile(folder.resolve("dev")))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no folder above " + here + " holds 'dev'"));
    String bundle = System.getProperty("ons.bundle");
    return new Places(
        root,
        bundle == null
            ? root.resolve("native-bridge/target/bundle")
            : Path.of(bundle).toAbsolutePath().normalize());
  }

  public Path conformance() {
    return root.resolve("tests/conformance");
  }

  Path target() {
    return conformance().resolve("runner/target");
  }

  /** Fills in what a command or an environment variable of a driver leaves open. */
  String fill(String text) {
    return text.replace("{java}", JavaCommand.executable())
        .replace("{classpath}", System.getProperty("java.class.path"))
        .replace("{drivers}", target().resolve("drivers").toString())
        .replace("{bundle}", bundle.toString())
        .replace("{root}", root.toString());
  }
}
