package io.openons.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The bundled orders. */
public final class OrderBook {
  static final String RESOURCE = "orders.jsonl.gz";

  private OrderBook() {}

  /** Reads the first orders of the book, at most {@code limit}. */
  public static List<Order> load(int limit) throws IOException {
    JsonMapper json = new JsonMapper();
    List<Order> orders = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine();
          line != null && orders.size() < limit;
          line = lines.readLine()) {
        byte[] body = line.getBytes(StandardCharsets.UTF_8);
        JsonNode order = json.readTree(body);
        orders.add(new Order(order.get("id").asText(), order.get("status").asText(), body));
      }
    }
    return orders;
  }

  static InputStream open() throws IOException {
    InputStream resource = OrderBook.class.getResourceAsStream(RESOURCE);
    if (resource == null) {
      throw new IOException("the order book " + RESOURCE + " is not on the class path");
    }
    return new GZIPInputStream(resource);
  }
}
