package io.openons.broker.core.api;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What topics and groups may be called; the limits are Apache RocketMQ's, so that names work on
 * both.
 */
public final class NameRules {
  static final int MAX_TOPIC_LENGTH = 127;
  static final int MAX_GROUP_LENGTH = 120;

  private static final Pattern CHARACTERS = Pattern.compile("[%|a-zA-Z0-9_-]+");
  private static final Set<String> RESERVED_TOPICS =
      Set.of(
          "TBW102",
          "SCHEDULE_TOPIC_XXXX",
          "BenchmarkTest",
          "RMQ_SYS_TRANS_HALF_TOPIC",
          "RMQ_SYS_TRACE_TOPIC",
          "RMQ_SYS_TRANS_OP_HALF_TOPIC",
          "TRANS_CHECK_MAX_TIME_TOPIC",
          "SELF_TEST_TOPIC",
          "OFFSET_MOVED_EVENT",
          "CHECKPOINT_TOPIC");
  private static final Set<String> RESERVED_GROUPS =
      Set.of(
          "DEFAULT_CONSUMER",
          "TOOLS_CONSUMER",
          "SCHEDULE_CONSUMER",
          "FILTERSRV_CONSUMER",
          "__MONITOR_CONSUMER",
          "SELF_TEST_C_GROUP",
          "CID_SYS_RMQ_TRANS");
  private static final String RESERVED_PREFIX = "rmq_sys_";

  private NameRules() {}

  public static void checkTopic(ResourceName topic) {
    check(topic, "topic", MAX_TOPIC_LENGTH, RESERVED_TOPICS, Reason.ILLEGAL_TOPIC);
  }

  public static void checkGroup(ResourceName group) {
    check(
        group, "consumer group", MAX_GROUP_LENGTH, RESERVED_GROUPS, Reason.ILLEGAL_CONSUMER_GROUP);
  }

  private static void check(
      ResourceName resource, String kind, int maxLength, Set<String> reserved, Reason reason) {
    String full = resource.toString();
    String fault = null;
    if (resource.name().isBlank()) {
      fault = "is blank";
    } else if (full.length() > maxLength) {
      fault = "has %d characters, at most %d are allowed".formatted(full.length(), maxLength);
    } else if (!CHARACTERS.matcher(full).matches()) {
      fault = "may have only letters, digits and _ - % |";
    } else if (resource.instance().indexOf('%') >= 0) {
      // Or X%a with name b and X with name a%b would be two things of the same full name.
      fault = "has an instance with a %, which separates the instance from the name";
    } else if (reserved.contains(resource.name()) || resource.name().startsWith(RESERVED_PREFIX)) {
      fault = "is reserved for the system";
    }
    if (fault != null) {
      throw new BrokerException(
          reason, "name of %s '%s' %s".formatted(kind, Texts.shorten(full), fault));
    }
  }
}
