package io.openons.broker.server.grpc.v2.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.core.api.Reason;
import io.openons.proto.v2.Code;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: every reason of the core has a code of its own in this protocol. Method: each reason is
 * translated. A failure means that clients cannot tell two refusals apart.
 */
class StatusesTest {
  /** What only operators meet, who do not come by this protocol. */
  private static final Set<Reason> OF_OPERATORS = Set.of(Reason.IN_USE, Reason.ALREADY_EXISTS);

  @Test
  void every_reason_has_a_code_of_its_own_that_is_a_refusal() {
    var codes =
        Stream.of(Reason.values())
            .filter(reason -> !OF_OPERATORS.contains(reason))
            .map(Statuses::code)
            .toList();

    assertThat(codes)
        .doesNotHaveDuplicates()
        .doesNotContain(Code.OK, Code.CODE_UNSPECIFIED, Code.UNRECOGNIZED, Code.MULTIPLE_RESULTS);
  }
}
