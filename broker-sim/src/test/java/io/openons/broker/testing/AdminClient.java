package io.openons.broker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Calls the HTTP port of a broker. Every call has a deadline. */
public final class AdminClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String endpoint;
  private final List<String> headers;

  /** An answer; {@code json} is missing when its body is no JSON. */
  public record Answer(int status, HttpResponse<String> response, JsonNode json) {
    public String body() {
      return response.body();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    /** The texts of a field of all items of a page. */
    public List<String> each(String field) {
      List<String> texts = new ArrayList<>();
      json.path("items").forEach(item -> texts.add(item.path(field).asText()));
      return texts;
    }

    public String text(String field) {
      return json.path(field).asText();
    }
  }

  public AdminClient(String endpoint) {
    this(endpoint, List.of());
  }

  private AdminClient(String endpoint, List<String> headers) {
    this.endpoint = endpoint;
    this.headers = headers;
  }

  /** Returns one that sends a header with each call. */
  public AdminClient with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new AdminClient(endpoint, more);
  }

  /** Returns a text as part of a path or query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return call("GET", path, null);
  }

  public Answer post(String path, String body) throws IOException, InterruptedException {
    return call("POST", path, body);
  }

  public Answer put(String path, String body) throws IOException, InterruptedException {
    return call("PUT", path, body);
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return call("DELETE", path, null);
  }

  /** Calls the API; paths of other things begin with two slashes. */
  public Answer call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(PATIENCE)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("content-type", "application/json");
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    String type = response.headers().firstValue("content-type").orElse("");
    JsonNode json = type.contains("json") ? JSON.readTree(response.body()) : JSON.missingNode();
    return new Answer(response.statusCode(), response, json);
  }

  /** Begins a call whose answer does not end; its lines come as they are sent. */
  public Stream<String> lines(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofLines()).body();
  }

  private URI uri(String path) {
    String whole = path.startsWith("//") ? path.substring(1) : "/api/v1" + path;
    return URI.create("http://" + endpoint + whole);
  }
}
