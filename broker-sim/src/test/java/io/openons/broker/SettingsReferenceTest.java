package io.openons.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the tables of settings in the documents are those of the program. Method: each is made from
 * the table of settings and compared; with -Dons.writeReference=true it is written instead.
 */
class SettingsReferenceTest {
  private static final boolean WRITES = Boolean.getBoolean("ons.writeReference");
  private static final String BEGIN = "<!-- from the table of settings -->\n";
  private static final String END = "<!-- end of the table -->\n";

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("running-the-broker.md", options()),
        Arguments.of("embedded-broker.md", builderMethods()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void the_document_has_the_table_of_the_program(String name, String table) throws IOException {
    Path file = Path.of("..", "docs", name);
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("the marks of the table in %s", name).isGreaterThanOrEqualTo(begin);
    if (WRITES) {
      Files.writeString(file, text.substring(0, begin) + table + text.substring(end));
    }

    assertThat(Files.readString(file).substring(begin))
        .as("run ./dev reference, and commit what it writes")
        .startsWith(table + END);
  }

  @Test
  void every_setting_has_a_builder_method() {
    var methods =
        Stream.of(OnsBroker.Builder.class.getDeclaredMethods())
            .map(
                method ->
                    method.getName()
                        + Stream.of(method.getParameterTypes())
                            .map(Class::getSimpleName)
                            .collect(Collectors.joining(", ", "(", ")")))
            .toList();

    assertThat(BrokerSetting.all())
        .allSatisfy(setting -> assertThat(methods).contains(setting.builderMethod()));
  }

  @Test
  void every_default_is_in_its_range_and_reads_back_from_its_text() {
    for (BrokerSetting<?> setting : BrokerSetting.all()) {
      if (setting.defaultValue() != null && !(setting.defaultValue() instanceof Path)) {
        assertThat(setting.parse(setting.defaultText()))
            .as(setting.key())
            .isEqualTo(setting.defaultValue());
      }
    }
  }

  private static String options() {
    StringBuilder table =
        new StringBuilder("| option | default | meaning |\n| --- | --- | --- |\n");
    for (BrokerSetting<?> setting : BrokerSetting.all()) {
      table.append(
          "| `%s %s` | %s | %s%s |\n"
              .formatted(
                  setting.option(),
                  setting.label(),
                  setting.defaultText(),
                  setting.help(),
                  setting.range() == null ? "" : " Allowed: %s.".formatted(setting.range())));
    }
    return table.toString();
  }

  private static String builderMethods() {
    Map<String, String> rows = new LinkedHashMap<>();
    for (BrokerSetting<?> setting : BrokerSetting.all()) {
      rows.merge(
          setting.builderMethod(),
          "%s | %s".formatted(setting.embeddedDefault(), setting.help()),
          (one, other) -> {
            String[] a = one.split(" \\| ", 2);
            String[] b = other.split(" \\| ", 2);
            return "%s; %s | %s %s".formatted(a[0], b[0], a[1], b[1]);
          });
    }
    StringBuilder table =
        new StringBuilder("| setting | default | meaning |\n| --- | --- | --- |\n");
    rows.forEach((method, row) -> table.append("| `%s` | %s |\n".formatted(method, row)));
    return table.toString();
  }
}
