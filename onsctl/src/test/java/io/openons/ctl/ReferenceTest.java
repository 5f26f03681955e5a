package io.openons.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.ctl.screen.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Goal: docs/onsctl.md has each command of the program. Method: its reference is made from the
 * program and compared; with -Dons.writeReference=true it is written instead.
 */
class ReferenceTest {
  private static final boolean WRITES = Boolean.getBoolean("ons.writeReference");
  private static final String BEGIN = "<!-- from the program -->\n";
  private static final String END = "<!-- end of the reference -->\n";

  @Test
  void the_document_has_the_commands_of_the_program() throws IOException {
    Path file = Path.of("..", "docs", "onsctl.md");
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("the marks of the reference").isGreaterThanOrEqualTo(begin);
    String reference = reference();
    if (WRITES) {
      Files.writeString(file, text.substring(0, begin) + reference + text.substring(end));
    }

    assertThat(Files.readString(file).substring(begin))
        .as("run ./dev reference, and commit what it writes")
        .startsWith(reference + END);
  }

  private static String reference() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Screen screen = new Screen(System.in, nowhere, nowhere, false, false, false, 100);
    CommandLine program = Program.commandLine(screen, Map.of(), "/nowhere");
    StringBuilder text = new StringBuilder("\n### Options of every command\n");
    table(text, program.getCommandSpec());
    program.getSubcommands().values().forEach(command -> describe(text, command));
    return text.toString();
  }

  private static void describe(StringBuilder text, CommandLine line) {
    CommandSpec command = line.getCommandSpec();
    if (command.usageMessage().hidden()) {
      return;
    }
    boolean isSubject = !line.getSubcommands().isEmpty();
    text.append(isSubject ? "\n### " : "\n#### ").append(command.qualifiedName()).append("\n\n");
    List<String> words = List.of(command.usageMessage().description());
    text.append(String.join(" ", words).replace("%%", "%")).append('\n');
    table(text, command);
    line.getSubcommands().values().forEach(sub -> describe(text, sub));
  }

  private static void table(StringBuilder text, CommandSpec command) {
    StringBuilder rows = new StringBuilder();
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      row(rows, parameter.paramLabel(), parameter);
    }
    for (OptionSpec option : command.options()) {
      if (!option.inherited() && !option.usageHelp() && !option.versionHelp()) {
        String value =
            option.arity().max() == 0 || option.interactive() ? "" : " " + option.paramLabel();
        row(rows, String.join(", ", option.names()) + value, option);
      }
    }
    if (!rows.isEmpty()) {
      text.append("\n| | meaning |\n| --- | --- |\n").append(rows);
    }
  }

  private static void row(StringBuilder rows, String name, ArgSpec argument) {
    String meaning = String.join(" ", argument.description()).replace("%%", "%");
    if (argument.completionCandidates() != null) {
      String choices = String.join(", ", argument.completionCandidates());
      meaning = meaning.replace("${COMPLETION-CANDIDATES}", choices);
    }
    rows.append("| `%s` | %s |\n".formatted(name, meaning.replace("|", "\\|")));
  }
}
