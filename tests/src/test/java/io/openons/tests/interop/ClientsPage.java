package io.openons.tests.interop;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The manual's page of clients that work: which cases the tests of this package run with which
 * published client. A case that fails fails the build, so the page has what works.
 */
final class ClientsPage {
  private static final Path CLASSES = Path.of("target/test-classes/io/openons/tests/interop");
  private static final List<Path> POMS =
      List.of(Path.of("../pom.xml"), Path.of("rocketmq/pom.xml"));

  /** What stands before and behind the tables. */
  private static final Path BEGINNING = Path.of("src/test/clients/beginning.md");

  private static final Path END = Path.of("src/test/clients/end.md");

  /** Titles of classes; others are called by their names. */
  private static final Map<String, String> TITLES =
      Map.of(
          "MessagesCrossTest", "Between clients",
          "RemotingClientsTest", "Sending, consuming, failures of the broker",
          "ClientAccessTest", "Access control and TLS",
          "RemotingClient5Test", "What clients 5.x of the remoting protocol have alone",
          "OfficialClientTest", "What the client of gRPC v2 has alone: consumers",
          "OfficialClientKindsTest", "What the client of gRPC v2 has alone: kinds of messages",
          "BrokerRestartTest", "A broker that is restarted");

  /**
   * A case.
   *
   * @param sentence what holds
   * @param clients the clients that it is run with
   */
  private record Case(String sentence, List<String> clients) {}

  private ClientsPage() {}

  static String make() throws IOException, ReflectiveOperationException {
    var page = new StringBuilder(Files.readString(BEGINNING)).append(clients());
    for (var type : types()) {
      var cases = cases(type);
      if (!cases.isEmpty()) {
        page.append("\n## ").append(title(type)).append("\n\n").append(table(cases));
      }
    }
    return page.append("\n").append(Files.readString(END)).toString();
  }

  private static String clients() throws IOException {
    var table =
        new StringBuilder("| column | client | version | protocol |\n| --- | --- | --- | --- |\n");
    var poms = new StringBuilder();
    for (var pom : POMS) {
      poms.append(Files.readString(pom));
    }
    for (var program : OfficialProgram.values()) {
      table.append(
          "| %s | `%s` | %s | %s |\n"
              .formatted(
                  column(program),
                  artifact(program),
                  version(poms, versionProperty(program)),
                  protocol(program)));
    }
    return table.toString();
  }

  private static String column(OfficialProgram program) {
    return switch (program) {
      case GRPC -> "gRPC";
      case APACHE_4 -> "4.x";
      case APACHE_5 -> "5.x";
      case ONS_1 -> "ONS 1";
      case ONS_2 -> "ONS 2";
    };
  }

  private static String artifact(OfficialProgram program) {
    return switch (program) {
      case GRPC -> "org.apache.rocketmq:rocketmq-client-java";
      case APACHE_4, APACHE_5 -> "org.apache.rocketmq:rocketmq-client";
      case ONS_1, ONS_2 -> "com.aliyun.openservices:ons-client";
    };
  }

  private static String versionProperty(OfficialProgram program) {
    return switch (program) {
      case GRPC -> "rocketmq-client.version";
      case APACHE_4 -> "rocketmq-client-4.version";
      case APACHE_5 -> "rocketmq.version";
      case ONS_1 -> "published-ons-1.version";
      case ONS_2 -> "published-ons-2.version";
    };
  }

  private static String protocol(OfficialProgram program) {
    return switch (program) {
      case GRPC -> "gRPC `apache.rocketmq.v2`";
      case ONS_2 -> "gRPC `apache.rocketmq.v1`, TLS only";
      case APACHE_4, APACHE_5, ONS_1 -> "remoting";
    };
  }

  private static String version(CharSequence poms, String property) {
    var found = Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(poms);
    if (!found.find()) {
      throw new IllegalStateException("no pom.xml has the property " + property);
    }
    return found.group(1);
  }

  /** The classes with tests, those with a title first. */
  private static List<Class<?>> types() throws IOException, ReflectiveOperationException {
    var types = new ArrayList<Class<?>>();
    try (Stream<Path> files = Files.list(CLASSES)) {
      for (var file : files.sorted().toList()) {
        var name = file.getFileName().toString();
        if (name.endsWith("Test.class")) {
          types.add(
              Class.forName(
                  ClientsPage.class.getPackageName()
                      + "."
                      + name.substring(0, name.length() - ".class".length())));
        }
      }
    }
    types.sort(
        Comparator.comparing((Class<?> type) -> !TITLES.containsKey(type.getSimpleName()))
            .thenComparing(ClientsPage::title));
    return types;
  }

  private static String title(Class<?> type) {
    var name = type.getSimpleName();
    return TITLES.getOrDefault(
        name, name.substring(0, name.length() - "Test".length()).replaceAll("(.)([A-Z])", "$1 $2"));
  }

  private static List<Case> cases(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(
            method ->
                method.isAnnotationPresent(Test.class)
                    || method.isAnnotationPresent(ParameterizedTest.class))
        .map(method -> new Case(method.getName().replace('_', ' '), clients(method)))
        .filter(each -> !each.clients().isEmpty())
        .sorted(Comparator.comparing(Case::sentence))
        .toList();
  }

  private static List<String> clients(Method method) {
    var each = method.getAnnotation(EnumSource.class);
    if (each != null && Arrays.asList(method.getParameterTypes()).contains(OfficialProgram.class)) {
      var names = List.of(each.names());
      return Arrays.stream(OfficialProgram.values())
          .filter(program -> names.isEmpty() || names.contains(program.name()))
          .map(ClientsPage::column)
          .toList();
    }
    var tried =
        Objects.requireNonNullElse(
            method.getAnnotation(TriedWith.class),
            method.getDeclaringClass().getAnnotation(TriedWith.class) == null
                ? NOTHING
                : method.getDeclaringClass().getAnnotation(TriedWith.class));
    return Stream.concat(
            Arrays.stream(tried.value()).map(ClientsPage::column), Arrays.stream(tried.others()))
        .toList();
  }

  @TriedWith
  private static final class Nobody {}

  private static final TriedWith NOTHING = Nobody.class.getAnnotation(TriedWith.class);

  /** Cases of one client are a list; others are a table with a column for each client. */
  private static String table(List<Case> cases) {
    var order = new LinkedHashMap<String, Integer>();
    Arrays.stream(OfficialProgram.values())
        .forEach(program -> order.put(column(program), order.size()));
    var all =
        new TreeSet<>(
            Comparator.comparing((String name) -> order.getOrDefault(name, Integer.MAX_VALUE))
                .thenComparing(Comparator.naturalOrder()));
    cases.forEach(each -> all.addAll(each.clients()));
    var text = new StringBuilder("| case |");
    all.forEach(name -> text.append(" ").append(name).append(" |"));
    text.append("\n| --- |").append(" --- |".repeat(all.size())).append("\n");
    for (var each : cases) {
      text.append("| ").append(each.sentence()).append(" |");
      all.forEach(name -> text.append(each.clients().contains(name) ? " yes |" : " |"));
      text.append("\n");
    }
    return text.toString();
  }
}
