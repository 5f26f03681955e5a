package io.openons.bench.worker;

import io.openons.bench.client.BenchClient;
import io.openons.bench.client.Protocol;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A client that takes part.
 *
 * @param name what it is called in the table and on the command line
 * @param adapter the class that implements {@link BenchClient} with it
 * @param protocol what it speaks
 * @param classPathFile the file, written by the build, with the jars that its process needs
 * @param loggingOptions options that keep its logs at home; {@code %s} is the folder for them
 */
public record Peer(
    String name,
    String adapter,
    Protocol protocol,
    String classPathFile,
    List<String> loggingOptions) {
  /** The first is ours; the others are what it is compared with. */
  public static final List<Peer> ALL =
      List.of(
          new Peer(
              "ons",
              "io.openons.bench.client.OnsBenchClient",
              Protocol.GRPC,
              "ons.txt",
              List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")),
          new Peer(
              "rocketmq",
              "io.openons.bench.client.RocketmqBenchClient",
              Protocol.GRPC,
              "rocketmq.txt",
              List.of("-Drocketmq.log.root=%s", "-Drocketmq.log.level=warn")),
          new Peer(
              "remoting",
              "io.openons.bench.client.RemotingBenchClient",
              Protocol.REMOTING,
              "remoting.txt",
              List.of("-Drocketmq.client.logRoot=%s", "-Drocketmq.client.logLevel=WARN")));

  static Peer named(String name) {
    return ALL.stream()
        .filter(peer -> peer.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no client is called %s; there are %s"
                        .formatted(name, ALL.stream().map(Peer::name).toList())));
  }

  List<String> jvmOptions(Path logs) {
    return loggingOptions.stream().map(option -> option.formatted(logs.toAbsolutePath())).toList();
  }

  /** The harness's own classes and this client's jars, not those of any other client. */
  String classPath(Path classPaths, Path apacheClassPath) {
    Path file = classPaths.resolve(classPathFile);
    try {
      Path harness =
          Path.of(Peer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String own = harness + File.pathSeparator + Files.readString(file).strip();
      // That client comes with its server.
      return protocol == Protocol.REMOTING
          ? own + File.pathSeparator + Files.readString(apacheClassPath).strip()
          : own;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the class path of " + name + " from " + file + "; ./dev bench writes it", e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
