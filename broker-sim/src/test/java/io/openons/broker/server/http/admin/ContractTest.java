package io.openons.broker.server.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.openons.broker.core.Administration;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.AdminRole;
import io.openons.broker.server.http.access.Audit;
import io.openons.broker.server.http.access.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the contract says what the server does. Method: each operation of the server is compared
 * with the document: path, method, parameters, body and answer, down to each field of each type. A
 * failure means that a program which was written by the contract fails.
 */
class ContractTest {
  private static JsonNode contract;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = ContractTest.class.getResourceAsStream("/openapi/admin.yaml")) {
      contract = new ObjectMapper(new YAMLFactory()).readTree(in);
    }
  }

  static List<Route> routes() {
    InstantSource clock = InstantSource.system();
    return Routes.of(
        null,
        new Administration(null, null, null, null, null, null, null, null),
        null,
        new Sessions(AccessControl.off(), clock, System::nanoTime),
        new Audit(Path.of("none"), clock, null),
        null,
        null,
        clock);
  }

  @Test
  void both_have_the_same_paths_and_methods() {
    var served = new TreeSet<String>();
    routes().forEach(route -> served.add(route.toString()));
    var written = new TreeSet<String>();
    contract
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            written.add(method.toUpperCase() + " " + path.getKey());
                          }
                        }));

    assertThat(served).isEqualTo(written);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("routes")
  void an_operation_is_as_it_is_written(Route route) {
    JsonNode path = contract.path("paths").path(route.template());
    JsonNode operation = path.path(route.method().toLowerCase());

    assertThat(names(path, "path")).isEqualTo(variables(route.template()));
    assertThat(names(operation, "query")).isEqualTo(new TreeSet<>(route.query()));
    assertThat(operation.path("security").toString().equals("[{}]"))
        .as("whether anybody may call it")
        .isEqualTo(route.role() == AdminRole.NONE);
    assertThat(operation.path("responses").path("default").path("$ref").asText())
        .isEqualTo("#/components/responses/problem");
    if (route.body() == null) {
      assertThat(operation.has("requestBody")).as("takes a body").isFalse();
    } else {
      compare(route.body(), json(operation.path("requestBody")), true);
    }
    JsonNode answer = json(answer(operation));
    if (route.answer() == null) {
      assertThat(answer.isMissingNode()).as("answers with no JSON").isTrue();
    } else if (route.isPaged()) {
      JsonNode page = resolved(answer);
      assertThat(page.path("properties").path("next").path("type").asText()).isEqualTo("string");
      compare(route.answer(), page.path("properties").path("items").path("items"), false);
    } else {
      compare(route.answer(), answer, false);
    }
  }

  private static JsonNode answer(JsonNode operation) {
    for (String status : List.of("200", "201", "204")) {
      if (operation.path("responses").has(status)) {
        return operation.path("responses").path(status);
      }
    }
    throw new AssertionError("no answer is written");
  }

  private static JsonNode json(JsonNode content) {
    return content.path("content").path("application/json").path("schema");
  }

  private static TreeSet<String> variables(String template) {
    var variables = new TreeSet<String>();
    Stream.of(template.split("/"))
        .filter(part -> part.startsWith("{"))
        .forEach(part -> variables.add(part.substring(1, part.length() - 1)));
    return variables;
  }

  private static TreeSet<String> names(JsonNode holder, String where) {
    var names = new TreeSet<String>();
    holder
        .path("parameters")
        .forEach(
            parameter -> {
              JsonNode whole = resolved(parameter);
              assertThat(whole.path("in").asText()).isEqualTo(where);
              names.add(whole.path("name").asText());
            });
    return names;
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? contract.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static void compare(Type type, JsonNode node, boolean isRequest) {
    JsonNode schema = resolved(node);
    String kind = schema.path("type").asText();
    if (type instanceof ParameterizedType generic) {
      boolean isMap = Map.class.isAssignableFrom((Class<?>) generic.getRawType());
      assertThat(kind).as("type for %s", type).isEqualTo(isMap ? "object" : "array");
      compare(
          generic.getActualTypeArguments()[isMap ? 1 : 0],
          schema.path(isMap ? "additionalProperties" : "items"),
          isRequest);
      return;
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      assertThat(kind).isEqualTo("string");
    } else if (plain == boolean.class || plain == Boolean.class) {
      assertThat(kind).isEqualTo("boolean");
    } else if (plain == int.class || plain == Integer.class) {
      assertThat(kind + " " + schema.path("format").asText()).isEqualTo("integer int32");
    } else if (plain == long.class || plain == Long.class) {
      assertThat(kind + " " + schema.path("format").asText()).isEqualTo("integer int64");
    } else if (plain == double.class) {
      assertThat(kind + " " + schema.path("format").asText()).isEqualTo("number double");
    } else if (plain.isEnum()) {
      var words = new TreeSet<String>();
      schema.path("enum").forEach(word -> words.add(word.asText()));
      assertThat(words)
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(plain.getEnumConstants()).map(String::valueOf).toList());
    } else {
      compareFields(plain, schema, isRequest);
    }
  }

  private static void compareFields(Class<?> type, JsonNode schema, boolean isRequest) {
    var fields = new TreeMap<String, RecordComponent>();
    for (RecordComponent component : type.getRecordComponents()) {
      fields.put(component.getName(), component);
    }
    var required = new TreeSet<String>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    var written = new TreeSet<String>();
    schema.path("properties").fieldNames().forEachRemaining(written::add);

    assertThat(written).as("fields of %s", type.getSimpleName()).isEqualTo(fields.keySet());
    assertThat(schema.path("additionalProperties").asBoolean(true))
        .as("others in %s", type.getSimpleName())
        .isFalse();
    fields.forEach(
        (name, component) -> {
          if (!isRequest && isNeverNull(component.getType())) {
            assertThat(required).as("required in %s", type.getSimpleName()).contains(name);
          }
          compare(component.getGenericType(), schema.path("properties").path(name), isRequest);
        });
  }

  private static boolean isNeverNull(Class<?> type) {
    return type.isPrimitive() && type != void.class && !Collection.class.isAssignableFrom(type);
  }
}
