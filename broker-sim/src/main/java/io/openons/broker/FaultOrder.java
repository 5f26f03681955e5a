package io.openons.broker;

import io.openons.broker.server.http.call.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A fault of calls as tests order it over HTTP; a part that is null is not given.
 *
 * @param calls names of calls; none for all
 * @param topic the topic that they name
 * @param group the group that they name
 * @param client the id of the client
 * @param times how many calls
 * @param share the share of calls
 * @param seed decides which are in the share
 * @param effect {@code delay}, {@code refuse}, {@code drop-answer}, {@code cut} or {@code
 *     cut-answer}
 * @param code the code of a refusal
 * @param delayMillis the time of a delay
 */
record FaultOrder(
    List<String> calls,
    String topic,
    String group,
    String client,
    Integer times,
    Double share,
    Long seed,
    String effect,
    String code,
    Long delayMillis) {
  /**
   * Orders the fault.
   *
   * @throws Problem when a part is missing
   * @throws IllegalArgumentException when a part is not allowed
   */
  Fault orderFrom(Faults faults) {
    Fault fault = faults.calls(calls == null ? new String[0] : calls.toArray(new String[0]));
    if (topic != null) {
      fault.topic(topic);
    }
    if (group != null) {
      fault.group(group);
    }
    if (client != null) {
      fault.client(client);
    }
    if (times != null) {
      fault.times(times);
    }
    if (share != null) {
      fault.share(share, seed == null ? 0 : seed);
    }
    return switch (Objects.requireNonNullElse(effect, "")) {
      case "delay" -> fault.delay(Duration.ofMillis(needed(delayMillis, "delayMillis")));
      case "refuse" -> fault.refuse(needed(code, "code"));
      case "drop-answer" -> fault.dropAnswer();
      case "cut" -> fault.cut();
      case "cut-answer" -> fault.cutAnswer();
      default ->
          throw Problem.badRequest(
              "the effect of a fault is missing or unknown; expected one of delay, refuse,"
                  + " drop-answer, cut, cut-answer");
    };
  }

  private <T> T needed(T part, String name) {
    if (part == null) {
      throw Problem.badRequest("the effect %s needs %s".formatted(effect, name));
    }
    return part;
  }
}
