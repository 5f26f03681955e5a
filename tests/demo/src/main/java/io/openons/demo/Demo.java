package io.openons.demo;

import io.openons.harness.BrokerProcess;
import io.openons.harness.Folders;
import io.openons.harness.Programs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The demo: sends an order book through a broker of its own, restarts that broker in the middle,
 * and counts.
 *
 * <p>Exit code 0 only if each group received every order that it subscribed to, byte for byte.
 */
@Command(
    name = "demo",
    sortOptions = false,
    description =
        "Sends an order book, restarts the broker in the middle, and counts what arrives.")
public final class Demo implements Callable<Integer> {
  @Option(
      names = "--orders",
      description = "How many orders of the book are sent (default: ${DEFAULT-VALUE}, all).")
  private int limit = OrderBookGenerator.ORDERS;

  @Option(
      names = "--in-flight",
      description = "Bound on orders sent but not acknowledged (default: ${DEFAULT-VALUE}).")
  private int inFlight = 32;

  @Option(
      names = "--deadline",
      description = "Seconds until the demo gives up (default: ${DEFAULT-VALUE}).")
  private int deadlineSeconds = 180;

  @Option(
      names = "--broker-jar",
      description = "The broker's runnable jar (default: the broker on the class path).")
  private Optional<Path> brokerJar = Optional.empty();

  @Option(
      names = "--work-dir",
      description = "Folder for messages and logs (default: ${DEFAULT-VALUE}).")
  private Path workDir = Path.of("target", "demo");

  @Option(
      names = "--progress",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Progress.Style style = Progress.Style.LINES;

  @Option(names = "--help", usageHelp = true, description = "Shows this and ends.")
  private boolean help;

  private final PrintStream out = System.out;

  public static void main(String[] args) {
    System.exit(Programs.commandLine(new Demo()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Order> orders = OrderBook.load(limit);
    Files.createDirectories(workDir);
    Path brokerLog = Files.writeString(workDir.resolve("broker.log"), "");
    Path dataDir = Files.createTempDirectory(workDir.toAbsolutePath(), "data-");
    List<String> problems =
        run(orders, new BrokerProcess.Launch(brokerJar, dataDir, brokerLog, List.of()));
    if (!problems.isEmpty()) {
      problems.forEach(problem -> out.println("FAILED: " + problem));
      out.printf("The broker's messages are kept in %s, the logs in %s%n", dataDir, workDir);
      return CommandLine.ExitCode.SOFTWARE;
    }
    Folders.delete(dataDir);
    out.println("Every order arrived, byte for byte, across the restart.");
    return CommandLine.ExitCode.OK;
  }

  /** Does it all; answers what went wrong, nothing when all is well. */
  private List<String> run(List<Order> orders, BrokerProcess.Launch launch)
      throws InterruptedException {
    BrokerProcess broker = BrokerProcess.start(launch, 0);
    try (Shop shop = new Shop(broker.endpoint(), orders)) {
      out.printf("A broker serves on %s and keeps its messages on disk.%n", broker.endpoint());
      shop.openConsumers();
      Publisher publisher =
          shop.openPublisher(orders, inFlight, Duration.ofSeconds(deadlineSeconds));
      FutureTask<Duration> sending = new FutureTask<>(publisher::publish);
      Report report = new Report(shop, publisher, orders);
      try (Progress progress = new Progress(style, report::done, report::brief, out)) {
        new Thread(sending, "demo-publisher").start();
        if (publisher.awaitHalf()) {
          progress.say("Half is sent: the broker gets a SIGTERM and is started again.");
          Instant stopped = Instant.now();
          broker = broker.restart();
          report.restarted(Duration.between(stopped, Instant.now()));
          progress.say("It serves again, on the same port and folder.");
        }
        report.sent(sending.get());
        for (Ledger group : shop.groups()) {
          group.await(publisher.timeLeft());
        }
      } catch (ExecutionException e) {
        report.failed(e.getCause());
      }
      out.printf("%n%s%n%n", report.table());
      return report.problems();
    } finally {
      broker.close();
    }
  }
}
