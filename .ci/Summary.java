import static java.nio.file.Files.isRegularFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The end of {@code ./dev test}: modules, tests, seconds, and each failure with the command that repeats it. Reads what
 * the tests left: Surefire's reports, and the files of {@code .ci/recorded} from the programs that are no Java.
 *
 * <p>{@code java Summary.java ROOT BEGIN LOG CODE NAME=FOLDER...}: BEGIN is a file that is as old as the run, LOG what
 * Maven printed, CODE how it ended. Ends with 0 when everything was built and passed.
 */
final class Summary {
  private static final int SHOWN_ERRORS = 10;

  private static final Pattern CTEST =
      Pattern.compile("^ *\\d+/\\d+ Test +#\\d+: (\\S+) \\.+ *(?:\\*+)?(\\w+(?: Run)?).*");
  private static final Pattern DOTNET = Pattern.compile("^(ok|FAILED) +\\d+ ms {2}(\\S+).*");
  private static final Pattern PYTEST_FAILURE = Pattern.compile("^(?:FAILED|ERROR) (\\S+::\\S+).*");
  private static final Pattern PYTEST_END = Pattern.compile("^=+ .*\\b(?:passed|failed|error).* in [\\d.]+s.*");
  private static final Pattern PYTEST_COUNT = Pattern.compile("(\\d+) (passed|failed|errors?|skipped)");
  private static final Pattern ENDED = Pattern.compile("^ended with (\\d+) after (\\d+) s$");
  private static final Pattern NOT_BUILT =
      Pattern.compile("^\\[INFO\\] (OpenONS .*?) \\.+ (FAILURE|SKIPPED).*");

  private record Failure(String test, String again) {}

  /** What is known of a module. */
  private static final class Module {
    final String name;
    final Path folder;
    int passed;
    int skipped;
    double seconds;
    final List<Failure> failures = new ArrayList<>();

    Module(String name, Path folder) {
      this.name = name;
      this.folder = folder;
    }

    boolean isThere() {
      return passed + skipped + failures.size() > 0;
    }
  }

  private final Path root;
  private final long begin;
  private final List<Module> modules = new ArrayList<>();

  private Summary(Path root, long begin) {
    this.root = root;
    this.begin = begin;
  }

  public static void main(String[] arguments) throws Exception {
    Summary summary =
        new Summary(Path.of(arguments[0]), Files.getLastModifiedTime(Path.of(arguments[1])).toMillis());
    List<String> log = Files.readAllLines(Path.of(arguments[2]));
    for (String module : List.of(arguments).subList(4, arguments.length)) {
      summary.read(module.substring(0, module.indexOf('=')), module.substring(module.indexOf('=') + 1));
    }
    boolean good = summary.print(log, Integer.parseInt(arguments[3]));
    System.exit(good ? 0 : 1);
  }

  private void read(String name, String folder) throws Exception {
    Module module = modules.stream().filter(one -> one.name.equals(name)).findFirst().orElse(null);
    if (module == null) {
      module = new Module(name, root.resolve(folder));
      modules.add(module);
    }
    Path target = root.resolve(folder).resolve("target");
    for (Path report : written(target.resolve("surefire-reports"), "TEST-.*\\.xml")) {
      readReport(module, report);
    }
    for (Path record : written(target.resolve("recorded"), ".*\\.log")) {
      readRecord(module, record);
    }
  }

  /** The files of a folder that this run wrote. */
  private List<Path> written(Path folder, String name) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name))
          .filter(file -> isRegularFile(file) && file.toFile().lastModified() >= begin)
          .sorted()
          .toList();
    }
  }

  private static void readReport(Module module, Path report) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Element suite = factory.newDocumentBuilder().parse(report.toFile()).getDocumentElement();
    module.seconds += Double.parseDouble(suite.getAttribute("time").replace(",", ""));
    NodeList cases = suite.getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      if (has(test, "failure") || has(test, "error")) {
        String type = test.getAttribute("classname").replaceAll(".*\\.", "");
        String method = test.getAttribute("name").replaceAll("[^\\w].*", "");
        String only = method.isEmpty() ? type : type + "#" + method;
        module.failures.add(
            new Failure(only.replace('#', '.'), "./dev test %s -- '-Dtest=%s'".formatted(module.name, only)));
      } else if (has(test, "skipped")) {
        module.skipped++;
      } else {
        module.passed++;
      }
    }
  }

  private static boolean has(Element test, String child) {
    for (Node node = test.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(child)) {
        return true;
      }
    }
    return false;
  }

  /** What CTest, pytest or the tests in .NET printed; any other program is one test. */
  private void readRecord(Module module, Path record) throws IOException {
    String program = record.getFileName().toString().replace(".log", "");
    Set<String> failed = new LinkedHashSet<>();
    int passed = 0;
    int code = -1;
    for (String line : Files.readAllLines(record)) {
      Matcher ctest = CTEST.matcher(line);
      Matcher dotnet = DOTNET.matcher(line);
      Matcher pytest = PYTEST_FAILURE.matcher(line);
      Matcher ended = ENDED.matcher(line);
      if (ctest.matches()) {
        switch (ctest.group(2)) {
          case "Passed" -> passed++;
          case "Skipped" -> module.skipped++;
          default -> failed.add(ctest.group(1));
        }
      } else if (dotnet.matches()) {
        if (dotnet.group(1).equals("ok")) {
          passed++;
        } else {
          failed.add(dotnet.group(2));
        }
      } else if (pytest.matches()) {
        failed.add(pytest.group(1));
      } else if (PYTEST_END.matcher(line).matches()) {
        Matcher counts = PYTEST_COUNT.matcher(line);
        while (counts.find()) {
          int count = Integer.parseInt(counts.group(1));
          passed += counts.group(2).equals("passed") ? count : 0;
          module.skipped += counts.group(2).equals("skipped") ? count : 0;
        }
      } else if (ended.matches()) {
        code = Integer.parseInt(ended.group(1));
        module.seconds += Integer.parseInt(ended.group(2));
      }
    }
    if (code != 0 && failed.isEmpty()) {
      failed.add(program + (code < 0 ? " (did not end)" : " (ended with " + code + ")"));
    } else if (code == 0 && passed + failed.size() == 0) {
      passed = 1;
    }
    module.passed += passed;
    String again = "./dev test %s; its words: %s".formatted(module.name, root.relativize(record));
    failed.forEach(test -> module.failures.add(new Failure(program + ": " + test, again)));
  }

  private boolean print(List<String> log, int code) {
    System.out.printf("%n%-12s %7s %7s %8s %8s%n", "module", "passed", "failed", "skipped", "seconds");
    for (Module module : modules) {
      if (module.isThere()) {
        System.out.printf(
            "%-12s %7d %7d %8d %8.0f%n",
            module.name, module.passed, module.failures.size(), module.skipped, module.seconds);
      }
    }
    for (Module module : modules) {
      for (Failure failure : module.failures) {
        System.out.printf("%nFAILED  %s: %s%n        again: %s%n", module.name, failure.test, failure.again);
      }
    }
    int unbuilt = printUnbuilt(log, code);
    int failed = modules.stream().mapToInt(module -> module.failures.size()).sum() + unbuilt;
    if (failed == 0 && modules.stream().noneMatch(Module::isThere)) {
      System.out.printf("%nNO TEST RAN: is the name behind -Dtest= right?%n");
      failed = 1;
    }
    System.out.printf(
        "%n%d passed, %d failed, %d skipped%n",
        modules.stream().mapToInt(module -> module.passed).sum(),
        failed,
        modules.stream().mapToInt(module -> module.skipped).sum());
    return failed == 0;
  }

  /** Modules that were not built count as failures, one each; so does an end of Maven that nothing explains. */
  private int printUnbuilt(List<String> log, int code) {
    if (code == 0) {
      return 0;
    }
    System.out.println();
    log.stream().filter(line -> line.startsWith("[ERROR] ")).limit(SHOWN_ERRORS).forEach(System.out::println);
    List<Matcher> unbuilt = log.stream().map(NOT_BUILT::matcher).filter(Matcher::matches).toList();
    unbuilt.forEach(module -> System.out.printf("NOT BUILT  %s (%s)%n", module.group(1), module.group(2)));
    return Math.max(1, unbuilt.size());
  }
}
