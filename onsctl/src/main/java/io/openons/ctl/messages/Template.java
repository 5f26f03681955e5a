package io.openons.ctl.messages;

import io.openons.ctl.api.CtlException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with places that each message fills anew: {@code order-{{n}}}. Not thread-safe. */
public final class Template {
  /** What the places are, for help. */
  public static final String PLACES =
      "{{n}} (1, 2, 3), {{time}} (now, UTC), {{millis}} (since 1970), {{random}} (up to 2^31),"
          + " {{uuid}}";

  private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]*)}}");

  private final InstantSource clock;
  private final RandomGenerator random;

  /** Makes one. */
  public Template(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * Fills a text.
   *
   * @param number of the message, from 1
   * @throws CtlException when a place has no such name
   */
  public String fill(String text, long number) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(of(place.group(1), number)));
  }

  private String of(String name, long number) {
    return switch (name.strip()) {
      case "n" -> Long.toString(number);
      case "time" -> clock.instant().toString();
      case "millis" -> Long.toString(clock.millis());
      case "random" -> Integer.toString(random.nextInt(Integer.MAX_VALUE));
      case "uuid" -> uuid();
      default ->
          throw CtlException.usage(
              "{{%s}} is no place of a template; there are %s; without --template braces mean"
                  + " nothing",
              name, PLACES);
    };
  }

  private String uuid() {
    long high = random.nextLong() & ~0xF000L | 0x4000L;
    long low = random.nextLong() & Long.MAX_VALUE >>> 1 | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }
}
