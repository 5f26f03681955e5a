package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a topic or group with a bad name is refused by every call, with the code for it.
 *
 * <p>Method: the table of names times the table of calls.
 *
 * <p>A failure means: a call lets a name in that other calls, or files of the broker, cannot bear.
 */
class NamesTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private static final List<String> ILL_FORMED =
      List.of("", " ", "with blank", "with.dot", "with/slash", "tópico", "line\nbreak", "nul\0");

  private static final List<Object> EMPTY_GROUP_OF_A_GO_PRODUCER = List.of(Rpc.HEARTBEAT, "");

  @ParameterizedTest(name = "{0} <{1}>")
  @MethodSource
  void a_bad_topic_is_refused(Rpc rpc, String topic) {
    assertCode(rpc.call(BROKER.client(), topic, fresh("group")), Code.ILLEGAL_TOPIC);
  }

  static Stream<Arguments> a_bad_topic_is_refused() {
    var reserved =
        List.of("TBW102", "SCHEDULE_TOPIC_XXXX", "RMQ_SYS_TRANS_HALF_TOPIC", "rmq_sys_anything");
    return cross(
        Rpc::checksTopic,
        Stream.of(ILL_FORMED, reserved, List.of("t".repeat(128))).flatMap(List::stream).toList());
  }

  @ParameterizedTest(name = "{0} <{1}>")
  @MethodSource
  void a_bad_group_is_refused(Rpc rpc, String group) {
    var topic = fresh("topic");
    Rpc.QUERY_ROUTE.call(BROKER.client(), topic, group);

    assertCode(rpc.call(BROKER.client(), topic, group), Code.ILLEGAL_CONSUMER_GROUP);
  }

  static Stream<Arguments> a_bad_group_is_refused() {
    return cross(
        Rpc::checksGroup,
        Stream.of(ILL_FORMED, List.of("g".repeat(121))).flatMap(List::stream).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"t", "a-topic_with-all_kinds-of_characters-09AZ", "instance%topic", "a|b"})
  void a_good_topic_is_accepted(String topic) {
    assertCode(Rpc.QUERY_ROUTE.call(BROKER.client(), topic, ""), Code.OK);
    assertCode(Rpc.SEND_MESSAGE.call(BROKER.client(), topic, ""), Code.OK);
  }

  @ParameterizedTest(name = "topic of {0}, group of {1} characters")
  @MethodSource
  void the_longest_names_are_accepted(int topicLength, int groupLength) {
    var topic = "t".repeat(topicLength);
    var group = "g".repeat(groupLength);

    assertCode(Rpc.SEND_MESSAGE.call(BROKER.client(), topic, group), Code.OK);
    assertThat(Rpc.RECEIVE_MESSAGE.call(BROKER.client(), topic, group).getCode())
        .isIn(Code.OK, Code.MESSAGE_NOT_FOUND);
  }

  static Stream<Arguments> the_longest_names_are_accepted() {
    return Stream.of(arguments(127, 120));
  }

  private static Stream<Arguments> cross(Predicate<Rpc> which, List<String> names) {
    return Arrays.stream(Rpc.values())
        .filter(which)
        .flatMap(rpc -> names.stream().map(name -> arguments(rpc, name)))
        .filter(pair -> !List.of(pair.get()).equals(EMPTY_GROUP_OF_A_GO_PRODUCER));
  }
}
