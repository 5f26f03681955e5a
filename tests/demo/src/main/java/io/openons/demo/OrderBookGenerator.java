package io.openons.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the order book that the demo sends, one JSON object a line.
 *
 * <p>Seeded, and {@link Random} is specified to the bit: the same program writes the same orders on
 * every machine.
 */
final class OrderBookGenerator {
  static final int ORDERS = 12_000;

  private static final long SEED = 20_260_101;
  private static final Instant OPENING = Instant.parse("2026-01-02T06:00:00Z");
  private static final int MAX_LINES = 24;

  /** Shares of the kinds in an order book of a day, in percent. */
  private enum Status {
    NEW(34),
    PAID(26),
    SHIPPED(25),
    CANCELLED(8),
    RETURNED(7);

    final int percent;

    Status(int percent) {
      this.percent = percent;
    }
  }

  private record Customer(String name, String city, String country) {}

  private record Line(String sku, String title, int quantity, long priceInCents) {}

  private record BookedOrder(
      String id,
      String status,
      String placedAt,
      Customer customer,
      List<Line> lines,
      String currency,
      long totalInCents,
      String note) {}

  private static final List<Customer> CUSTOMERS =
      List.of(
          new Customer("Zoë Brontë", "Leeds", "GB"),
          new Customer("王小明", "杭州", "CN"),
          new Customer("李雪梅", "成都", "CN"),
          new Customer("陈伟", "深圳", "CN"),
          new Customer("佐藤 花子", "札幌", "JP"),
          new Customer("高橋 健太", "福岡", "JP"),
          new Customer("김서연", "부산", "KR"),
          new Customer("박지훈", "서울", "KR"),
          new Customer("Jürgen Groß", "Köln", "DE"),
          new Customer("Anke Möller", "Lübeck", "DE"),
          new Customer("Siobhán Ní Dhuibhir", "Gaillimh", "IE"),
          new Customer("François Lefèvre", "Orléans", "FR"),
          new Customer("Élodie Garçon", "Besançon", "FR"),
          new Customer("Łukasz Wójcik", "Łódź", "PL"),
          new Customer("Małgorzata Źrebak", "Gdańsk", "PL"),
          new Customer("Søren Ørsted", "Aarhus", "DK"),
          new Customer("Åsa Björklund", "Malmö", "SE"),
          new Customer("José Nuñez", "A Coruña", "ES"),
          new Customer("Inês Gonçalves", "São João da Madeira", "PT"),
          new Customer("Ayşe Yıldız", "Eskişehir", "TR"),
          new Customer("Мария Кузнецова", "Пермь", "RU"),
          new Customer("Олександр Шевчук", "Львів", "UA"),
          new Customer("Ελένη Παπαδοπούλου", "Θεσσαλονίκη", "GR"),
          new Customer("محمد العلي", "الدوحة", "QA"),
          new Customer("نورا حداد", "عمّان", "JO"),
          new Customer("דניאל כהן", "חיפה", "IL"),
          new Customer("अनीता शर्मा", "जयपुर", "IN"),
          new Customer("ప్రియ రెడ్డి", "విశాఖపట్నం", "IN"),
          new Customer("สมชาย ใจดี", "เชียงใหม่", "TH"),
          new Customer("Nguyễn Thị Hằng", "Đà Nẵng", "VN"),
          new Customer("Chukwuemeka Ọlá", "Ìbàdàn", "NG"),
          new Customer("Ana Lucía Peña", "Mérida", "MX"),
          new Customer("Grace O'Neill", "Portland", "US"),
          new Customer("Tyrone \"Ty\" Banks", "Baton Rouge", "US"),
          new Customer("Kahu Tāmati", "Whangārei", "NZ"),
          new Customer("Robin 🦊 Fuchs", "Wien", "AT"));

  private static final List<String> CURRENCIES = List.of("EUR", "CNY", "USD", "JPY", "PLN", "INR");
  private static final List<String> MATERIALS =
      List.of("oak", "steel", "linen", "wool", "ceramic", "glass", "bamboo", "cork", "leather");
  private static final List<String> THINGS =
      List.of(
          "desk lamp",
          "tea pot",
          "blanket",
          "bookend",
          "tray",
          "stool",
          "vase",
          "coat hook",
          "clock",
          "cutting board",
          "bowl",
          "picture frame",
          "pen stand",
          "door stop",
          "candle holder");
  private static final List<String> NOTES =
      List.of(
          "please ring twice",
          "leave with the neighbour",
          "gift, no invoice in the parcel",
          "Bitte im Hof abstellen, das Tor ist bis 18 Uhr offen",
          "请在工作日送货，周末无人收件",
          "配達前にお電話ください",
          "rez-de-chaussée, porte à gauche après la cour 🚪");

  private final Random random = new Random(SEED);
  private Instant clock = OPENING;

  /** Writes the compressed order book to the file named by the first argument. */
  public static void main(String[] args) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(args[0])))) {
      new OrderBookGenerator().write(out);
    }
  }

  void write(OutputStream out) throws IOException {
    JsonMapper json = JsonMapper.builder().build();
    BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    for (int number = 1; number <= ORDERS; number++) {
      lines.write(json.writeValueAsString(order(number)));
      lines.write('\n');
    }
    lines.flush();
  }

  private BookedOrder order(int number) {
    clock = clock.plusMillis(random.nextInt(7_000));
    List<Line> lines = IntStream.range(0, lineCount()).mapToObj(i -> line()).toList();
    long total = lines.stream().mapToLong(line -> line.quantity() * line.priceInCents()).sum();
    return new BookedOrder(
        "ORD-%06d".formatted(number),
        status().name().toLowerCase(Locale.ROOT),
        clock.toString(),
        pick(CUSTOMERS),
        lines,
        pick(CURRENCIES),
        total,
        note());
  }

  /**
   * Most orders have one to three lines, a few have many: halving chances, cut at {@link
   * #MAX_LINES}.
   */
  private int lineCount() {
    int count = 1;
    while (count < MAX_LINES && random.nextInt(100) < 55) {
      count++;
    }
    return random.nextInt(200) == 0 ? MAX_LINES : count;
  }

  private Line line() {
    String title = pick(MATERIALS) + " " + pick(THINGS);
    String sku = "%08X".formatted(title.hashCode());
    return new Line(sku, title, 1 + random.nextInt(4), 495 + 100L * random.nextInt(190));
  }

  private Status status() {
    int percent = random.nextInt(100);
    for (Status status : Status.values()) {
      percent -= status.percent;
      if (percent < 0) {
        return status;
      }
    }
    throw new AssertionError("the shares of the kinds do not add up to 100 percent");
  }

  private String note() {
    if (random.nextInt(4) > 0) {
      return null;
    }
    String note = pick(NOTES);
    return random.nextInt(25) == 0 ? String.join(" · ", NOTES) : note;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
