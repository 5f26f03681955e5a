package io.openons.client.session;

import io.openons.proto.v2.Code;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.TelemetryCommand;
import io.openons.proto.v2.ThreadStackTrace;
import java.util.stream.Collectors;

/** What all threads of the process are doing, for an operator who asks through the server. */
final class ThreadStacks {
  private ThreadStacks() {}

  static TelemetryCommand answer(String nonce) {
    String text =
        Thread.getAllStackTraces().entrySet().stream()
            .map(
                entry ->
                    entry.getKey().getName()
                        + "\n"
                        + java.util.Arrays.stream(entry.getValue())
                            .map(frame -> "    " + frame + "\n")
                            .collect(Collectors.joining()))
            .sorted()
            .collect(Collectors.joining("\n"));
    return TelemetryCommand.newBuilder()
        .setStatus(Status.newBuilder().setCode(Code.OK))
        .setThreadStackTrace(
            ThreadStackTrace.newBuilder().setNonce(nonce).setThreadStackTrace(text))
        .build();
  }
}
