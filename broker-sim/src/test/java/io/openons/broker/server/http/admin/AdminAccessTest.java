package io.openons.broker.server.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.OnsBroker;
import io.openons.broker.testing.AdminClient;
import io.openons.broker.testing.RawConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: with users only operators use the API, each within its role, and no page of another site
 * does. Method: HTTP calls to a broker with users. A failure means that somebody sees or changes
 * what is not theirs.
 */
class AdminAccessTest {
  private static final String SECRET = "secret-of-all";
  private static final String USERS =
      """
      {"users": [
        {"accessKey": "chief", "secretKey": "secret-of-all", "administration": "full"},
        {"accessKey": "guest", "secretKey": "secret-of-guest", "administration": "read"},
        {"accessKey": "service", "secretKey": "secret-of-service", "topics": {"*": "both"}}
      ]}
      """;

  @TempDir static Path folder;

  private static OnsBroker broker;
  private static AdminClient nobody;

  @BeforeAll
  static void start() throws Exception {
    Path users = Files.writeString(folder.resolve("users.json"), USERS);
    broker = OnsBroker.builder().users(users).httpHosts("console.example, other.example").start();
    nobody = new AdminClient(broker.endpoint("http"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static String keys(String accessKey, String secretKey) {
    return "{\"accessKey\":\"%s\",\"secretKey\":\"%s\"}".formatted(accessKey, secretKey);
  }

  private static AdminClient bearer(String accessKey, String secretKey) throws Exception {
    var made = nobody.post("/tokens", keys(accessKey, secretKey));
    assertThat(made.status()).isEqualTo(201);
    return nobody.with("authorization", "Bearer " + made.text("token"));
  }

  private static AdminClient basic(String accessKey, String secretKey) {
    String both = accessKey + ":" + secretKey;
    return nobody.with(
        "authorization",
        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void nobody_sees_anything_but_the_contract_and_the_session() throws Exception {
    for (String path : new String[] {"/topics", "/overview", "/audit", "//metrics"}) {
      assertThat(nobody.get(path).status()).as(path).isEqualTo(401);
    }
    assertThat(nobody.delete("/topics/a").status()).isEqualTo(401);
    assertThat(nobody.get("/session").text("role")).isEqualTo("NONE");
    assertThat(nobody.get("/openapi.yaml").status()).isEqualTo(200);
    assertThat(nobody.get("//health/ready").body()).isEqualTo("ok\n");
  }

  @Test
  void a_script_signs_in_by_a_bearer_token_or_by_its_keys() throws Exception {
    assertThat(bearer("chief", SECRET).get("/session").text("role")).isEqualTo("FULL");
    assertThat(basic("guest", "secret-of-guest").get("/session").text("user")).isEqualTo("guest");
    assertThat(basic("guest", "secret-of-guest").get("//metrics").status()).isEqualTo(200);
    assertThat(nobody.with("authorization", "Bearer no").get("/topics").status()).isEqualTo(401);
  }

  @Test
  void a_reader_changes_nothing_and_a_user_without_a_role_sees_nothing() throws Exception {
    var guest = bearer("guest", "secret-of-guest");

    assertThat(guest.get("/topics").status()).isEqualTo(200);
    var refused = guest.post("/topics", "{\"name\":\"hers\",\"queues\":1}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("full");
    assertThat(nobody.post("/tokens", keys("service", "secret-of-service")).status())
        .isEqualTo(403);
    var audit = bearer("chief", SECRET).get("/audit?contains=/topics");
    assertThat(audit.json().path("items"))
        .anySatisfy(
            entry -> {
              assertThat(entry.path("user").asText()).isEqualTo("guest");
              assertThat(entry.path("status").asInt()).isEqualTo(403);
            });
  }

  @Test
  void a_browser_gets_a_cookie_that_scripts_and_other_sites_cannot_use() throws Exception {
    var signedIn = nobody.post("/session", keys("chief", SECRET));
    String cookie = signedIn.header("set-cookie");
    assertThat(cookie).contains("HTTPOnly", "SameSite=Strict", "Path=/");
    String pair = cookie.substring(0, cookie.indexOf(';'));
    var browser = nobody.with("cookie", pair);

    assertThat(browser.get("/topics").status()).isEqualTo(200);
    assertThat(
            nobody
                .with("authorization", "Bearer " + pair.substring(pair.indexOf('=') + 1))
                .get("/topics")
                .status())
        .isEqualTo(401);
    String body = "{\"name\":\"by-cookie\",\"queues\":1}";
    for (String origin : new String[] {"https://evil.example", "null", "http://127.0.0.1:1"}) {
      assertThat(browser.with("origin", origin).post("/topics", body).status()).isEqualTo(403);
    }
    assertThat(browser.with("sec-fetch-site", "cross-site").post("/topics", body).status())
        .isEqualTo(403);
    assertThat(
            browser
                .with("origin", "http://" + broker.endpoint("http"))
                .post("/topics", body)
                .status())
        .isEqualTo(201);
    assertThat(browser.delete("/session").status()).isEqualTo(204);
    assertThat(browser.get("/topics").status()).isEqualTo(401);
  }

  @Test
  void a_body_that_a_form_of_another_site_could_send_is_refused() throws Exception {
    try (var form = new RawConnection(broker.endpoint("http"))) {
      String body = keys("chief", SECRET);
      String answer =
          form.send(
                  "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      + "Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
                          .formatted(body.length(), body))
              .readToEnd();
      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/json");
    }
  }

  @Test
  void names_that_somebody_else_chose_do_not_reach_the_broker() throws Exception {
    assertThat(hosted("evil.example")).startsWith("HTTP/1.1 421");
    assertThat(hosted("evil.example:80")).startsWith("HTTP/1.1 421");
    assertThat(hosted("127.0.0.1.evil.example")).startsWith("HTTP/1.1 421");
    assertThat(hosted("")).startsWith("HTTP/1.1 421");
    for (String own : new String[] {"localhost", "10.1.2.3:8080", "[::1]:8080", "OTHER.example"}) {
      assertThat(hosted(own)).as(own).startsWith("HTTP/1.1 200");
    }
  }

  private static String hosted(String host) throws Exception {
    try (var connection = new RawConnection(broker.endpoint("http"))) {
      return connection
          .send(
              "GET /api/v1/session HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host))
          .readToEnd();
    }
  }

  @Test
  void no_page_frames_or_keeps_an_answer() throws Exception {
    for (String path : new String[] {"/session", "/topics", "/nothing"}) {
      var answer = nobody.get(path);
      assertThat(answer.header("x-frame-options")).isEqualTo("DENY");
      assertThat(answer.header("content-security-policy")).contains("frame-ancestors 'none'");
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      assertThat(answer.header("access-control-allow-origin")).isNull();
    }
  }

  @Test
  void guessing_keys_ends_soon_and_shows_no_secret() throws Exception {
    try (OnsBroker other = OnsBroker.builder().users(folder.resolve("users.json")).start()) {
      var guesser = new AdminClient(other.endpoint("http"));
      for (int i = 0; i < 10; i++) {
        var wrong = guesser.post("/session", keys("chief", "guess-" + i));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).doesNotContain("guess");
      }
      var limited = guesser.post("/session", keys("chief", SECRET));
      assertThat(limited.status()).isEqualTo(429);
      assertThat(Integer.parseInt(limited.header("retry-after"))).isBetween(1, 61);
      assertThat(limited.body()).doesNotContain(SECRET);
    }
  }

  @Test
  void without_users_it_is_served_on_loopback_only_unless_it_is_said() {
    var wide = OnsBroker.builder().httpBind("0.0.0.0");

    assertThatThrownBy(wide::check)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http-bind is 0.0.0.0 without users")
        .hasMessageContaining("http-open");
    wide.httpOpen(true).check();
    OnsBroker.builder().httpBind("0.0.0.0").users(folder.resolve("users.json")).check();
    OnsBroker.builder().httpBind("0.0.0.0").httpPort(-1).check();
  }
}
