package io.openons.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.proto.v2.Code;
import io.openons.proto.v2.Status;

/** What tests demand of a status. */
public final class StatusAssertions {
  private StatusAssertions() {}

  /**
   * The status has this code; an error also says in words what was wrong, more than the name of its
   * code does.
   */
  public static void assertCode(Status status, Code code) {
    assertThat(status.getCode()).as("code of <%s>", status).isEqualTo(code);
    if (code != Code.OK) {
      assertExplained(status);
    }
  }

  /** The request is to blame, whatever exactly the broker calls it. */
  public static void assertRefused(Status status) {
    assertThat(status.getCodeValue()).as("code of <%s>", status).isBetween(40000, 49999);
    assertExplained(status);
  }

  private static void assertExplained(Status status) {
    assertThat(status.getMessage())
        .as("message of %s", status.getCode())
        .isNotBlank()
        .isNotEqualTo(status.getCode().name());
  }
}
