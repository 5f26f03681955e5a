package io.openons.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openons.client.config.OnsProperties;
import io.openons.client.config.Property;
import io.openons.spring.server.PropertyNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Goal: editors complete the keys of the client in application.yml. Method: the committed metadata
 * is what the client's table says. A failure means that the table has changed: run ./dev reference.
 */
class PropertyMetadataTest {
  private static final Path FILE =
      Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");

  @Test
  void committed_metadata_is_what_the_table_of_properties_says() throws Exception {
    String wanted = metadata();
    if (Boolean.getBoolean("ons.writeReference")) {
      Files.writeString(FILE, wanted);
    }

    assertThat(Files.readString(FILE)).as("run ./dev reference").isEqualTo(wanted);
  }

  private static String metadata() throws Exception {
    List<Map<String, Object>> entries =
        OnsProperties.all().stream()
            .filter(property -> !property.kinds().isEmpty())
            .map(PropertyMetadataTest::entry)
            .toList();
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withArrayIndenter(new DefaultIndenter("  ", "\n"));
    lines.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return new ObjectMapper().writer(lines).writeValueAsString(Map.of("properties", entries))
        + "\n";
  }

  private static Map<String, Object> entry(Property<?> property) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", "ons.client." + PropertyNames.relaxed(property.key()));
    entry.put("type", "java.lang.String");
    entry.put(
        "description",
        "%s: %s Range: %s%s."
            .formatted(
                property.key(),
                property.meaning(),
                property.range(),
                property.unit().isEmpty() ? "" : " (" + property.unit() + ")"));
    if (property.defaultValue() != null) {
      entry.put("defaultValue", property.defaultValue().toString());
    }
    return entry;
  }
}
