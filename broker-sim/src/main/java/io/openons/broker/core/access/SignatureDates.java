package io.openons.broker.core.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which dates of signatures are accepted. Several official clients sign their local time without
 * its zone, so by default a date may be right in any time zone that exists; a broker whose clients
 * all sign UTC can insist on that.
 */
public final class SignatureDates {
  /** How far a date may be from the broker's clock, unless chosen otherwise: 15 minutes. */
  public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(15);

  private static final Set<ZoneOffset> UTC = Set.of(ZoneOffset.UTC);

  private final InstantSource clock;
  private final Duration window;
  private final boolean utcOnly;
  private volatile Zones zones;

  /**
   * Makes the rule.
   *
   * @param clock the broker's clock
   * @param window how far a date may be from the clock, either way; zero accepts every date
   * @param utcOnly whether dates must be in UTC, instead of any time zone
   */
  public SignatureDates(InstantSource clock, Duration window, boolean utcOnly) {
    this.clock = clock;
    this.window = window;
    this.utcOnly = utcOnly;
  }

  /** Returns the rule of a broker with the default settings. */
  public static SignatureDates within(InstantSource clock) {
    return new SignatureDates(clock, DEFAULT_WINDOW, false);
  }

  /**
   * Returns a sentence that refuses a date; null when the date is accepted.
   *
   * @param signedAt the date; null when the request has none
   */
  String refusal(LocalDateTime signedAt) {
    if (window.isZero()) {
      return null;
    }
    Instant now = clock.instant();
    if (signedAt == null) {
      return "the signed date of the request cannot be read; write it as yyyyMMddTHHmmssZ, such as %sZ"
          .formatted(text(LocalDateTime.ofInstant(now, ZoneOffset.UTC)));
    }
    Set<ZoneOffset> zones = utcOnly ? UTC : zones(now);
    if (zones.stream().anyMatch(zone -> isNear(signedAt.toInstant(zone), now))) {
      return null;
    }
    return ("the request was signed at %s by its client's clock, and this broker's clock is at %s UTC;"
            + " they may differ by %d s%s; set the clocks right")
        .formatted(
            signedAt.truncatedTo(ChronoUnit.SECONDS),
            LocalDateTime.ofInstant(now, ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS),
            window.toSeconds(),
            utcOnly ? "" : " besides the time zone");
  }

  private boolean isNear(Instant signed, Instant now) {
    return Duration.between(signed, now).abs().compareTo(window) <= 0;
  }

  private Set<ZoneOffset> zones(Instant now) {
    long hour = Math.floorDiv(now.getEpochSecond(), 3600L);
    Zones known = zones;
    if (known == null || known.hour() != hour) {
      known = Zones.of(hour);
      zones = known;
    }
    return known.offsets();
  }

  private static String text(LocalDateTime date) {
    return date.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "");
  }

  /** The offsets in use, computed once for each hour, since zones change theirs on the hour. */
  private record Zones(long hour, Set<ZoneOffset> offsets) {
    static Zones of(long hour) {
      Instant now = Instant.ofEpochSecond(hour * 3600);
      return new Zones(
          hour,
          ZoneId.getAvailableZoneIds().stream()
              .map(id -> ZoneId.of(id).getRules().getOffset(now))
              .collect(Collectors.toUnmodifiableSet()));
    }
  }
}
