package io.openons.harness;

import java.time.Duration;
import java.util.Map;

/**
 * How long tests wait for what must come. On a machine that has eight other things to do, whatever
 * takes a moment here takes a minute; a test that waits for less tests the machine.
 */
public final class Patience {
  /** For whatever must come, when its time is not what is tested. */
  public static final Duration LONG = Duration.ofSeconds(90);

  /** The same for calls that take seconds. */
  public static final long SECONDS = LONG.toSeconds();

  /**
   * Properties of a client that gives nothing up sooner: its start, its requests and its sends, in
   * milliseconds.
   */
  public static final Map<String, String> PROPERTIES =
      Map.of(
          "ons.startTimeoutMillis", "60000",
          "ons.requestTimeoutMillis", "30000",
          "SendMsgTimeoutMillis", "60000");

  private Patience() {}
}
