package io.openons.tests.interop;

import static io.openons.tests.interop.OfficialProgram.APACHE_4;
import static io.openons.tests.interop.OfficialProgram.GRPC;
import static io.openons.tests.interop.OfficialProgram.ONS_1;
import static io.openons.tests.interop.OfficialProgram.ONS_2;
import static io.openons.tests.interop.RemotingPeers.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.GroupSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: the messages of all clients are the same messages, and a group goes from one client to
 * another.
 *
 * <p>Method: a table of pairs: a process of each published client, each of which sends to all,
 * itself included; then one group that client after client takes over.
 *
 * <p>A failure means: teams cannot change their clients one after the other.
 */
@Timeout(900)
@ExtendWith(RemotingPeers.class)
class MessagesCrossTest {
  private static final String TOPIC = "crossing";

  @BeforeAll
  static void consume() throws Exception {
    for (var program : OfficialProgram.values()) {
      push(program, "GID_crossing_" + program, TOPIC, "crossing", 0);
    }
  }

  private static void push(
      OfficialProgram program, String group, String topic, String name, int failures)
      throws Exception {
    var fail = String.valueOf(failures);
    client(program)
        .ask(
            "push",
            "group",
            group,
            "topic",
            topic,
            "filter",
            "*",
            "name",
            name,
            "fail",
            fail,
            "failures",
            fail);
  }

  private static Line send(OfficialProgram sender, String body, String... more) throws Exception {
    var line =
        Line.of(
            "send",
            "topic",
            TOPIC,
            "body",
            body,
            "tag",
            "paid",
            "keys",
            // Some clients take a list, and others a text with blanks.
            sender == GRPC ? "order-1,order-2" : "order-1 order-2",
            "property.colour",
            "blau",
            "property.größe",
            "Ω ≈ 🚀");
    line.values().putAll(Line.of("", more).values());
    return client(sender).ask(line);
  }

  private static Line receive(OfficialProgram receiver, String body) throws Exception {
    Line message;
    do {
      message = client(receiver).nextMessage(TOPIC);
    } while (!message.get("body").equals(body));
    return message;
  }

  @ParameterizedTest
  @EnumSource
  void a_message_of_each_client_arrives_at_every_client_as_it_was_sent(OfficialProgram sender)
      throws Exception {
    var body = "hello, wörld 🚀, from " + sender;
    var due = String.valueOf(System.currentTimeMillis() + 1500);
    var sent = send(sender, body);
    var later = send(sender, "later " + body, "deliverAt", due);

    for (var receiver : OfficialProgram.values()) {
      var message = receive(receiver, body);
      var delayed = receive(receiver, "later " + body);

      var pair = "%s to %s".formatted(sender, receiver);
      assertThat(message.get("id")).as(pair).isEqualTo(sent.get("id"));
      assertThat(delayed.get("id")).as(pair).isEqualTo(later.get("id"));
      assertThat(delayed.get("due")).as(pair).isEqualTo(due);
      for (var each : List.of(message, delayed)) {
        assertThat(each.get("tag")).as(pair).isEqualTo("paid");
        assertThat(each.get("keys").replace(',', ' ')).as(pair).isEqualTo("order-1 order-2");
        assertThat(each.number("attempt")).as(pair).isEqualTo(1);
        assertThat(each.below("property."))
            .as(pair)
            .containsEntry("colour", "blau")
            .containsEntry("größe", "Ω ≈ 🚀");
      }
    }
    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(Long.parseLong(due));
  }

  @Test
  @TriedWith({APACHE_4, ONS_2, GRPC, ONS_1})
  void a_group_goes_from_client_to_client_and_what_failed_goes_with_it() throws Exception {
    var topic = "handed-over";
    var group = "GID_handed_over";
    RemotingPeers.broker()
        .configureGroup(group, new GroupSettings(false, 17, List.of(Duration.ofMillis(100))));
    push(APACHE_4, group, topic, "handed", 99);
    client(GRPC).ask("send", "topic", topic, "body", "fails");
    assertThat(client(APACHE_4).nextMessage(topic).number("attempt")).isEqualTo(1);
    // Now the first attempt is over for sure.
    assertThat(client(APACHE_4).nextMessage(topic).number("attempt")).isEqualTo(2);

    var before = APACHE_4;
    for (var next : List.of(ONS_2, GRPC, ONS_1)) {
      // It is refused while the other lives, and goes on trying.
      push(next, group, topic, "handed", 99);
      client(before).ask("stop", "name", "handed");

      var message = client(next).nextMessage(topic);

      assertThat(message.get("body")).isEqualTo("fails");
      assertThat(message.number("attempt")).as("%s to %s", before, next).isGreaterThan(1);
      before = next;
    }
    client(before).ask("stop", "name", "handed");
  }
}
