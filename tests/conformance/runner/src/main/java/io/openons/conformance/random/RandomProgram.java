package io.openons.conformance.random;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A program made from a seed: sends of any kind, deliveries that fail or not, clients made anew.
 */
final class RandomProgram {
  private static final int OPERATIONS = 30;
  private static final int MOST_BODY = 3_000;
  private static final int MOST_PROPERTIES = 4;

  /** Some of them are no tags, which every language must find in the same way. */
  private static final List<String> TAGS = List.of("", "a", "a", "b", "c", "straße", "a|b", "  ");

  private static final List<String> KEYS = List.of("", "k1", "k1 k2", "  padded   keys ", "鍵 🔑");
  private static final List<String> NAMES =
      List.of("x", "y-z", "under_score", "UPPER", "a.b", "with space", "größe", "TAGS", "__KEY");

  private static final List<String> VALUES =
      List.of("1", "two words", "ünïcödé", "😀", "tab\tand\nline", "\"quoted\\\"", " ", "0");
  private static final List<String> MODES =
      List.of("send", "send", "send-async", "send-oneway", "send-batch");

  private RandomProgram() {}

  /** The program of a seed: always the same one. */
  static List<RandomStep> of(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<RandomStep> program = new ArrayList<>();
    for (int i = 0; i < OPERATIONS; i++) {
      program.add(
          switch (random.nextInt(12)) {
            case 0, 1 -> consume(random);
            case 2 -> new RandomStep(RandomStep.CLOSE_CONSUMER, Map.of());
            case 3 -> new RandomStep(RandomStep.RESTART_PRODUCER, Map.of());
            case 4 -> new RandomStep(RandomStep.SEND_CLOSED, message(random, i));
            default -> send(random, i);
          });
    }
    program.add(consume(random));
    return program;
  }

  /** Nobody is told that a one-way message was refused by the server, so none gives a reason. */
  private static RandomStep send(RandomGenerator random, int number) {
    String mode = one(random, MODES);
    Map<String, String> message = message(random, number);
    if (mode.equals("send-oneway")) {
      message.keySet().removeIf(field -> !field.equals("tag") && !field.equals("body"));
    }
    return new RandomStep(mode, message);
  }

  /** How many of the deliveries fail first. */
  private static RandomStep consume(RandomGenerator random) {
    return new RandomStep(RandomStep.CONSUME, Map.of("failing", "" + random.nextInt(4)));
  }

  private static Map<String, String> message(RandomGenerator random, int number) {
    Map<String, String> message = new TreeMap<>();
    message.put("tag", one(random, TAGS));
    message.put("key", one(random, KEYS));
    for (int i = random.nextInt(MOST_PROPERTIES + 1); i > 0; i--) {
      message.put("user." + one(random, NAMES), one(random, VALUES));
    }
    message.put("body", Base64.getEncoder().encodeToString(body(random, number)));
    message.values().removeIf(String::isEmpty);
    return message;
  }

  /** Begins with the number, so that no two are the same; some are empty. */
  private static byte[] body(RandomGenerator random, int number) {
    if (random.nextInt(15) == 0) {
      return new byte[0];
    }
    byte[] bytes = new byte[random.nextInt(MOST_BODY)];
    random.nextBytes(bytes);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(("%03d ".formatted(number)).getBytes(UTF_8));
    body.writeBytes(bytes);
    return body.toByteArray();
  }

  private static <T> T one(RandomGenerator random, List<T> among) {
    return among.get(random.nextInt(among.size()));
  }
}
