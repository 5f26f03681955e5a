package io.openons.tests.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Goal: all packages have one version. Method: reads it where each build has it. A failure means
 * that packages of one release do not know each other.
 */
class VersionTest {
  private static final Map<String, String> PLACES =
      Map.of(
          "bom/pom.xml", "<artifactId>ons-bom</artifactId>\\s*<version>(.*?)</version>",
          "native-bridge/CMakeLists.txt", "project\\(onsclient VERSION (\\S+)",
          "cpp-shim/CMakeLists.txt", "project\\(onsclient-cpp VERSION (\\S+)",
          "python-shim/src/onsclient/_version.py", "__version__ = \"(.*?)\"",
          "python-shim/pyproject.toml", "onsclient-broker==([^\"]+)",
          "docs/install.md", "<artifactId>ons-client</artifactId>\\s*<version>(.*?)</version>",
          "docs/migrating.md", "<artifactId>ons-client</artifactId>\\s*<version>(.*?)</version>");

  @Test
  void it_is_the_same_in_every_build() throws Exception {
    String version = found("pom.xml", "<artifactId>openons</artifactId>\\s*<version>(.*?)<");

    for (Map.Entry<String, String> place : PLACES.entrySet()) {
      assertThat(found(place.getKey(), place.getValue())).as(place.getKey()).isEqualTo(version);
    }
  }

  private static String found(String file, String pattern) throws IOException {
    String text = Files.readString(Repository.root().resolve(file));
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s has a version", file).isTrue();
    return matcher.group(1);
  }
}
