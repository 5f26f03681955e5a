package io.openons.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.openons.bench.report.Machine;
import io.openons.bench.server.Server;
import io.openons.bench.worker.Pace;
import io.openons.bench.worker.ProcessMemory;
import io.openons.bench.worker.Reply;
import io.openons.bench.worker.Request;
import io.openons.bench.worker.Scenario;
import io.openons.bench.worker.WorkerProcess;
import io.openons.bench.worker.Workers;
import io.openons.harness.Folders;
import io.openons.harness.Programs;
import io.openons.harness.TextTable;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.AddressScheme;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryAssignmentResponse;
import io.openons.proto.v2.Resource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What our broker's throughput and memory become when it holds much: topics with groups, a backlog,
 * messages that wait for their time. Each amount has a broker of its own, on which a warmed-up
 * client sends and receives before and after; the ratio of both is what counts, since it is taken
 * within a minute on one process.
 */
@Command(
    name = "bench-growth",
    sortOptions = false,
    description = "Measures our broker with much in it against the same broker with nothing.")
public final class Growth implements Callable<Integer> {
  private static final int BYTES = 1_024;

  /** What is filled in by one job, which has a deadline. */
  private static final int STEP = 500_000;

  /** So many that the consumer works on them for some seconds. */
  private static final int RECEIVED = 400_000;

  private static final long DEADLINE_SECONDS = 30;

  @Option(
      names = "--topics",
      split = ",",
      description = "Topics, each with a group (default: ${DEFAULT-VALUE}).")
  private List<Integer> topics = List.of(100, 10_000);

  @Option(
      names = "--backlog",
      split = ",",
      description =
          "Messages of 1 KiB that nobody received yet (default: ${DEFAULT-VALUE}; 10000000 takes 13 GB).")
  private List<Integer> backlogs = List.of(1_000_000);

  @Option(
      names = "--timers",
      split = ",",
      description = "Messages that wait for their time (default: ${DEFAULT-VALUE}).")
  private List<Integer> timers = List.of(1_000_000);

  @Option(
      names = "--class-paths",
      description = "Folder of the clients' class path files (default: ${DEFAULT-VALUE}).")
  private Path classPaths = Path.of("tests", "bench", "target", "classpath");

  @Mixin private RunOptions options;

  private final PrintStream out = System.out;
  private final List<Line> lines = new ArrayList<>();
  private int measurements;

  /** A broker at one moment. */
  record State(
      double send, double receive, double sendMicros, double receiveMicros, ProcessMemory memory) {}

  /** A broker before and after it got much. */
  record Line(String what, int count, State empty, State full) {}

  /** Brings so many of something to a broker. */
  private interface Filler {
    void fill(Server.Running running, WorkerProcess worker, int count)
        throws IOException, InterruptedException;
  }

  public static void main(String[] args) {
    System.exit(Programs.commandLine(new Growth()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(options.workDir);
    Machine machine = Machine.describe();
    out.println(machine.line());
    for (int count : topics) {
      measure("topics with groups", count, Growth::fillTopics);
    }
    for (int count : backlogs) {
      measure("messages of backlog", count, Growth::fillBacklog);
    }
    for (int count : timers) {
      measure("pending timers", count, Growth::fillTimers);
    }
    out.printf("%n%s%n", table());
    Path file = options.workDir.resolve("growth.json");
    new JsonMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(
            file.toFile(), Map.of("machine", machine, "commit", options.commit, "lines", lines));
    out.println("Written to " + file);
    return 0;
  }

  private void measure(String what, int count, Filler filler)
      throws IOException, InterruptedException {
    Path folder = Server.newFolder(options.workDir, "growth");
    try (Server.Running running =
            Server.named(Server.OURS)
                .launcher()
                .start(new Server.Place(options.broker, Path.of(""), folder));
        Workers workers = new Workers(List.of("ons"), classPaths, Path.of(""), options.workDir)) {
      WorkerProcess worker = workers.all().get(0);
      state(running, worker);
      State empty = state(running, worker);
      out.printf("  %,d %s ...%n", count, what);
      filler.fill(running, worker, count);
      State full = state(running, worker);
      lines.add(new Line(what, count, empty, full));
      out.printf("    before %s%n    after  %s%n", empty, full);
    } finally {
      Folders.delete(folder);
    }
  }

  /** Sends and receives on topics of its own. */
  private State state(Server.Running running, WorkerProcess worker)
      throws IOException, InterruptedException {
    measurements++;
    Reply send =
        worker.ask(request(running, Scenario.SEND_ASYNC, "growth-send-" + measurements, 0));
    Request receive =
        request(running, Scenario.RECEIVE, "growth-receive-" + measurements, RECEIVED);
    worker.ask(receive.with(Request.Job.FILL));
    Reply received = worker.ask(receive);
    return new State(
        send.rate(),
        received.rate(),
        send.serverMicros(),
        received.serverMicros(),
        ProcessMemory.of(running.pids()));
  }

  private static Request request(
      Server.Running running, Scenario scenario, String topic, long backlog) {
    return new Request(
        Request.Job.MEASURE,
        scenario,
        running.endpoint(),
        running.pids(),
        topic,
        "GID-" + topic,
        BYTES,
        backlog,
        0,
        Pace.FULL);
  }

  private static void fillBacklog(Server.Running running, WorkerProcess worker, int count)
      throws IOException, InterruptedException {
    fill(running, worker, Scenario.RECEIVE, count);
  }

  private static void fillTimers(Server.Running running, WorkerProcess worker, int count)
      throws IOException, InterruptedException {
    fill(running, worker, Scenario.SEND_DELAYED, count);
  }

  private static void fill(
      Server.Running running, WorkerProcess worker, Scenario scenario, int count)
      throws IOException, InterruptedException {
    for (int left = count; left > 0; left -= STEP) {
      worker.ask(
          request(running, scenario, "growth-fill", Math.min(left, STEP)).with(Request.Job.FILL));
    }
  }

  private static void fillTopics(Server.Running running, WorkerProcess worker, int count)
      throws IOException, InterruptedException {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(running.endpoint()).usePlaintext().build();
    try {
      Metadata headers = new Metadata();
      headers.put(
          Metadata.Key.of("x-mq-client-id", Metadata.ASCII_STRING_MARSHALLER), "bench-growth");
      var stub =
          MessagingServiceGrpc.newBlockingStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
      Endpoints here =
          Endpoints.newBuilder()
              .setScheme(AddressScheme.DOMAIN_NAME)
              .addAddresses(Address.newBuilder().setHost("localhost").setPort(1))
              .build();
      for (int i = 0; i < count; i++) {
        QueryAssignmentResponse answer =
            stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .queryAssignment(
                    QueryAssignmentRequest.newBuilder()
                        .setTopic(Resource.newBuilder().setName("growth-topic-" + i))
                        .setGroup(Resource.newBuilder().setName("GID-growth-" + i))
                        .setEndpoints(here)
                        .build());
        if (answer.getStatus().getCode() != Code.OK) {
          throw new IllegalStateException("no topic %d: %s".formatted(i, answer.getStatus()));
        }
      }
    } finally {
      channel.shutdownNow();
    }
    worker.ask(
        request(running, Scenario.SEND_ASYNC, "growth-topic-" + (count - 1), 1)
            .with(Request.Job.FIRST));
  }

  private String table() {
    TextTable table =
        new TextTable(
            "with, against without",
            "send",
            "receive",
            "send, server time",
            "receive, server time",
            "MiB before",
            "after",
            "own before",
            "after");
    for (Line line : lines) {
      table.row(
          "%,d %s".formatted(line.count, line.what),
          "%.2f".formatted(line.full.send / line.empty.send),
          "%.2f".formatted(line.full.receive / line.empty.receive),
          "%.2f".formatted(line.full.sendMicros / line.empty.sendMicros),
          "%.2f".formatted(line.full.receiveMicros / line.empty.receiveMicros),
          "%.0f".formatted(line.empty.memory.residentMiB()),
          "%.0f".formatted(line.full.memory.residentMiB()),
          "%.0f".formatted(line.empty.memory.ownMiB()),
          "%.0f".formatted(line.full.memory.ownMiB()));
    }
    return table.toString();
  }
}
