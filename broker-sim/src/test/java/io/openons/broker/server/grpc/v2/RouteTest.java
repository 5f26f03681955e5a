package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.endpoints;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.AddressScheme;
import io.openons.proto.v2.Assignment;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.Permission;
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryAssignmentResponse;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.Resource;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: clients learn where the queues are, at an address they can reach. Method: the bare
 * protocol, spoken to a broker in this process. A failure means that clients cannot start, connect
 * twice, or move their message groups to other queues whenever they ask again.
 */
class RouteTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @ParameterizedTest(name = "{0}")
  @MethodSource("badEndpoints")
  void a_route_for_bad_endpoints_is_refused(String what, Endpoints endpoints) {
    var request =
        QueryRouteRequest.newBuilder().setTopic(named(fresh("topic"))).setEndpoints(endpoints);

    assertCode(
        BROKER.client().call().queryRoute(request.build()).getStatus(), Code.ILLEGAL_ACCESS_POINT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badEndpoints")
  void an_assignment_for_bad_endpoints_is_refused(String what, Endpoints endpoints) {
    var topic = fresh("topic");
    route(named(topic), endpoints());
    var request =
        QueryAssignmentRequest.newBuilder()
            .setTopic(named(topic))
            .setGroup(named(fresh("group")))
            .setEndpoints(endpoints);

    assertCode(
        BROKER.client().call().queryAssignment(request.build()).getStatus(),
        Code.ILLEGAL_ACCESS_POINT);
  }

  static Stream<Arguments> badEndpoints() {
    return Stream.of(
        arguments("no scheme", endpoints(AddressScheme.ADDRESS_SCHEME_UNSPECIFIED, "127.0.0.1", 1)),
        arguments("blank host", endpoints(AddressScheme.DOMAIN_NAME, " ", 8081)),
        arguments("port 0", endpoints(AddressScheme.IPv4, "127.0.0.1", 0)),
        arguments("port 65536", endpoints(AddressScheme.IPv4, "127.0.0.1", 65536)));
  }

  @Test
  void the_queues_of_a_new_topic_are_numbered_writable_and_readable() {
    var topic = named(fresh("topic"));

    var route = route(topic, endpoints());

    assertCode(route.getStatus(), Code.OK);
    assertThat(route.getMessageQueuesList())
        .extracting(MessageQueue::getId)
        .containsExactlyElementsOf(IntStream.range(0, 8).boxed().toList());
    assertThat(route.getMessageQueuesList())
        .allSatisfy(
            queue -> {
              assertThat(queue.getTopic()).isEqualTo(topic);
              assertThat(queue.getPermission()).isEqualTo(Permission.READ_WRITE);
              assertThat(queue.getBroker().getName()).isEqualTo("openons");
              assertThat(queue.getBroker().getId()).isZero();
            });
  }

  @Test
  void an_open_topic_accepts_every_type_but_those_that_older_clients_fail_on() {
    var route = route(named(fresh("topic")), endpoints());

    assertThat(route.getMessageQueuesList())
        .allSatisfy(
            queue ->
                assertThat(queue.getAcceptMessageTypesList())
                    .containsExactlyInAnyOrder(
                        MessageType.NORMAL,
                        MessageType.FIFO,
                        MessageType.DELAY,
                        MessageType.TRANSACTION));
  }

  @Test
  void asking_again_gives_the_same_route() {
    var topic = named(fresh("topic"));

    assertThat(route(topic, endpoints())).isEqualTo(route(topic, endpoints()));
  }

  @Test
  void the_instance_of_the_topic_comes_back_as_it_was_sent() {
    var topic =
        Resource.newBuilder().setResourceNamespace("MQ_INST_1").setName(fresh("topic")).build();

    assertThat(route(topic, endpoints()).getMessageQueuesList())
        .isNotEmpty()
        .allSatisfy(queue -> assertThat(queue.getTopic()).isEqualTo(topic));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void the_address_of_the_broker_is_the_one_that_the_client_used(String what, Endpoints used) {
    var topic = named(fresh("topic"));

    assertThat(route(topic, used).getMessageQueuesList())
        .isNotEmpty()
        .allSatisfy(queue -> assertThat(queue.getBroker().getEndpoints()).isEqualTo(used));
    assertThat(assignment(topic, used).getAssignmentsList())
        .isNotEmpty()
        .extracting(Assignment::getMessageQueue)
        .allSatisfy(queue -> assertThat(queue.getBroker().getEndpoints()).isEqualTo(used));
  }

  static Stream<Arguments> the_address_of_the_broker_is_the_one_that_the_client_used() {
    return Stream.of(
        arguments("a mapped port", endpoints(AddressScheme.IPv4, "127.0.0.1", 30081)),
        arguments("IPv6", endpoints(AddressScheme.IPv6, "2001:db8::7", 8081)),
        arguments("a domain name", endpoints(AddressScheme.DOMAIN_NAME, "broker.test", 443)),
        arguments(
            "two addresses",
            endpoints().toBuilder()
                .addAddresses(Address.newBuilder().setHost("127.0.0.2").setPort(8081))
                .build()));
  }

  @Test
  void without_a_word_of_the_client_the_address_is_the_one_of_its_connection() {
    var port = Integer.parseInt(BROKER.endpoint().substring(BROKER.endpoint().indexOf(':') + 1));

    var route = route(named(fresh("topic")), Endpoints.getDefaultInstance());

    assertThat(route.getMessageQueuesList())
        .isNotEmpty()
        .allSatisfy(
            queue ->
                assertThat(queue.getBroker().getEndpoints())
                    .isEqualTo(endpoints(AddressScheme.IPv4, "127.0.0.1", port)));
  }

  @Test
  void every_member_of_a_group_is_assigned_queues_to_receive_from_in_parallel() {
    var topic = named(fresh("topic"));
    var queues = route(topic, endpoints()).getMessageQueuesCount();

    var assignments = assignment(topic, endpoints());

    assertCode(assignments.getStatus(), Code.OK);
    assertThat(assignments.getAssignmentsList())
        .extracting(Assignment::getMessageQueue)
        .allSatisfy(
            queue -> {
              assertThat(queue.getTopic()).isEqualTo(topic);
              assertThat(queue.getPermission()).isIn(Permission.READ, Permission.READ_WRITE);
              assertThat(queue.getBroker().getName()).isEqualTo("openons");
              assertThat(queue.getAcceptMessageTypesList())
                  .isNotEmpty()
                  .doesNotContain(MessageType.MESSAGE_TYPE_UNSPECIFIED);
            })
        .extracting(MessageQueue::getId)
        .containsExactlyElementsOf(IntStream.range(0, Math.min(queues, 8)).boxed().toList());
  }

  private static QueryRouteResponse route(Resource topic, Endpoints endpoints) {
    var request = QueryRouteRequest.newBuilder().setTopic(topic).setEndpoints(endpoints);
    return BROKER.client().call().queryRoute(request.build());
  }

  private static QueryAssignmentResponse assignment(Resource topic, Endpoints endpoints) {
    var request =
        QueryAssignmentRequest.newBuilder()
            .setTopic(topic)
            .setGroup(named(fresh("group")))
            .setEndpoints(endpoints);
    return BROKER.client().call().queryAssignment(request.build());
  }
}
