package io.openons.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Goal: the manual says which clients work, and with what.
 *
 * <p>Method: the page is made from the tests that run the clients, and compared; {@code
 * -Dons.writeReference=true} writes it.
 *
 * <p>A failure means: a client or a case came or went, and the page does not say so.
 */
class ClientsPageTest {
  private static final Path PAGE = Path.of("../docs/clients.md");

  @Test
  void the_page_has_what_the_tests_run() throws Exception {
    var page = ClientsPage.make();
    if (Boolean.getBoolean("ons.writeReference")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).content().isEqualTo(page);
  }
}
