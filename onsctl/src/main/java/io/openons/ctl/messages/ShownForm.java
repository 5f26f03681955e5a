package io.openons.ctl.messages;

import io.openons.ctl.api.Query;
import picocli.CommandLine.Option;

/** How bodies are shown. */
final class ShownForm {
  @Option(
      names = "--form",
      paramLabel = "FORM",
      description = "How bodies are shown: ${COMPLETION-CANDIDATES}. Usually TEXT.")
  private BodyForm form = BodyForm.TEXT;

  /** Returns a query that asks for bodies in this form. */
  Query asked(Query query) {
    return query.with("body", form);
  }
}
