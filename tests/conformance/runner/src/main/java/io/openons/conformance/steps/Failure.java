package io.openons.conformance.steps;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import io.openons.conformance.cases.Arguments;
import io.openons.conformance.cases.Step;
import io.openons.conformance.drivers.Fields;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a command is to fail: the class of the error, its name, words of its text; what is absent may
 * be anything. What a face cannot tell is derived from the number that all of them tell.
 */
public record Failure(String errorClass, List<String> names, List<String> says, Boolean retryable) {
  private static final Map<Integer, String> STATUSES =
      Map.of(
          -1,
          "invalid",
          -2,
          "denied",
          -3,
          "timeout",
          -4,
          "throttled",
          -5,
          "unreachable",
          -6,
          "server",
          -7,
          "closed",
          -8,
          "unsupported",
          -9,
          "state");

  /** From a case: a name, several of which one must fit, or a map with class, name and says. */
  static Failure of(Object given) {
    if (given instanceof Map<?, ?>) {
      Arguments of = Step.of(Map.of("fails", given)).arguments();
      Failure failure =
          new Failure(
              of.text("class", ""),
              of.list("name", List.of()),
              of.list("says", List.of()),
              of.has("retryable") ? of.flag("retryable", false) : null);
      of.checkAllRead();
      return failure;
    }
    List<String> names =
        given instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of(given.toString());
    return new Failure("", names, List.of(), null);
  }

  /** Checks a reply, or the part of it whose fields have a prefix. */
  void check(Fields reply, String prefix) {
    int code = (int) reply.number(prefix + "code");
    String wanted = this + " was to come, not " + reply;
    String told = reply.get(prefix + "class");
    String derived = classOf(code);
    if (!told.isEmpty() && !told.equals(derived)) {
      throw new AssertionError(
          "class " + told + " does not belong to number " + code + ": " + reply);
    }
    if (!errorClass.isEmpty() && !errorClass.equals(derived)) {
      throw new AssertionError(wanted);
    }
    if (!names.isEmpty() && names.stream().noneMatch(name -> fits(name, code, reply, prefix))) {
      throw new AssertionError(wanted);
    }
    if (retryable != null && retryable != reply.is(prefix + "retryable")) {
      throw new AssertionError(wanted);
    }
    String message = reply.get(prefix + "message");
    if (message.isBlank() || says.stream().anyMatch(word -> !message.contains(word))) {
      throw new AssertionError(wanted);
    }
  }

  /** What a driver must be able to do, so that this can be checked. */
  static Set<String> capabilities(Object given) {
    return given instanceof Map<?, ?> map && map.containsKey("retryable")
        ? Set.of("predicates")
        : Set.of();
  }

  /** What a failure is called, in words that do not depend on the language. */
  public static String told(Fields reply, String prefix) {
    int code = (int) reply.number(prefix + "code");
    String errorClass = classOf(code);
    boolean named = !errorClass.equals("closed") && !errorClass.equals("state");
    return named ? errorClass + " " + reply.get(prefix + "name") : errorClass;
  }

  private static boolean fits(String name, int code, Fields reply, String prefix) {
    String told = reply.get(prefix + "name");
    return ErrorCode.valueOf(name).number() == code && (told.isEmpty() || told.equals(name));
  }

  private static String classOf(int code) {
    if (STATUSES.containsKey(code)) {
      return STATUSES.get(code);
    }
    ErrorCode known = ErrorCode.of(code);
    if (known == ErrorCode.CLIENT_NOT_STARTED) {
      return "state";
    }
    return switch (known.category()) {
      case INVALID -> "invalid";
      case DENIED -> "denied";
      case TIMED_OUT -> "timeout";
      case THROTTLED -> "throttled";
      case UNREACHABLE -> "unreachable";
      case SERVER -> "server";
      case CLOSED -> "closed";
      case NOT_SUPPORTED -> "unsupported";
    };
  }

  @Override
  public String toString() {
    String what = errorClass + " " + String.join(" or ", names);
    String words = says.isEmpty() ? "" : " that says " + says;
    return (what.strip() + words + (retryable == null ? "" : ", retryable: " + retryable)).strip();
  }
}
