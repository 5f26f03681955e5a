package io.openons.ctl.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.ctl.api.Exit;
import io.openons.ctl.api.Json;
import io.openons.ctl.command.Action;
import io.openons.ctl.screen.Paint;
import io.openons.ctl.screen.Plain;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is wrong. */
@Command(
    name = "doctor",
    description = {
      "Check the way to the broker, and the broker: name, TCP, TLS, health, clock, keys, versions,"
          + " disk, protocols, and a topic and a group.",
      "Each line that is not ok has what to do. The exit code is 1 when a check fails."
    })
public final class DoctorCommand extends Action {
  @Option(names = "--topic", paramLabel = "TOPIC", description = "A topic that should exist.")
  private String topic;

  @Option(names = "--group", paramLabel = "GROUP", description = "A group that should exist.")
  private String group;

  private List<Finding> findings;

  @Override
  protected void run() {
    findings = new Checks(server()).run(topic, group);
    findings.forEach(this::print);
  }

  @Override
  protected int code() {
    boolean isBad = findings.stream().anyMatch(f -> f.state() == Finding.State.FAIL);
    return isBad ? Exit.FAILED : Exit.OK;
  }

  private void print(Finding finding) {
    if (isJson()) {
      out().println(Json.line(json(finding)));
      return;
    }
    Paint paint =
        switch (finding.state()) {
          case OK -> Paint.GREEN;
          case WARN -> Paint.YELLOW;
          case FAIL -> Paint.RED;
        };
    String state = "%-4s".formatted(finding.state().name().toLowerCase(Locale.ROOT));
    out()
        .println(
            paint.on(state, isColoured())
                + "  %-9s %s".formatted(finding.check(), Plain.visible(finding.found())));
    if (!finding.remedy().isEmpty()) {
      out().println(" ".repeat(16) + "-> " + Plain.visible(finding.remedy()));
    }
  }

  static JsonNode json(Finding finding) {
    return Json.object()
        .put("check", finding.check())
        .put("state", finding.state().name())
        .put("found", finding.found())
        .put("remedy", finding.remedy());
  }
}
