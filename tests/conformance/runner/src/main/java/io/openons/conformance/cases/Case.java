package io.openons.conformance.cases;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.openons.conformance.servers.Servers;
import java.util.List;
import java.util.Map;

/**
 * One behaviour, as a file of {@code tests/conformance/cases} tells it.
 *
 * @param name what it is called, unique among all
 * @param shows what it is for, a sentence
 * @param holds what must be true in the end; the steps check it
 * @param covers lines of the lists of requirements, such as F-034
 * @param needs what the server must have
 * @param pairs whether producer and consumer are also run in two languages
 * @param slow whether it waits for long, and so begins first
 * @param steps what is done
 */
public record Case(
    @JsonProperty("case") String name,
    String shows,
    String holds,
    List<String> covers,
    Needs needs,
    boolean pairs,
    boolean slow,
    List<Step> steps) {

  public Case {
    if (name == null || shows == null || holds == null || steps == null || covers == null) {
      throw new IllegalArgumentException(
          "a case needs case, shows, holds, covers and steps: " + name);
    }
    needs = needs == null ? Needs.NOTHING : needs;
  }

  /**
   * What a server must have for a case.
   *
   * @param apache how Apache RocketMQ differs, when the case cannot be run against it
   * @param openons how the OpenONS broker differs, likewise
   * @param topics the type of messages of each topic; without any, one topic of type NORMAL
   * @param groups the groups that need settings of their own
   * @param strict whether the topics take no other type of messages
   * @param queues how many queues the topics have; 0: as many as usual
   * @param users whether clients must sign their requests
   * @param alone whether the server is for this case alone, because it restarts it
   */
  public record Needs(
      String apache,
      String openons,
      Map<String, String> topics,
      Map<String, Group> groups,
      boolean strict,
      int queues,
      boolean users,
      boolean alone) {
    static final Needs NOTHING = new Needs(null, null, null, null, false, 0, false, false);

    public Needs {
      topics = topics == null ? Map.of("t", "NORMAL") : topics;
      groups = groups == null ? Map.of() : groups;
    }
  }

  /**
   * Settings of a consumer group.
   *
   * @param attempts deliveries of a message before it is a dead letter; 0: as many as usual
   * @param backoff the wait before each further one; null: the usual ones
   * @param ordered whether its consumers are ordered ones
   */
  public record Group(int attempts, String backoff, boolean ordered) {}

  public boolean runsOn(String server) {
    return (server.equals(Servers.APACHE) ? needs.apache() : needs.openons()) == null;
  }

  @Override
  public String toString() {
    return name;
  }
}
