package io.openons.spring.autoconfigure;

import io.openons.spring.OnsTemplate;
import io.openons.spring.convert.PayloadConverter;
import io.openons.spring.observation.OnsObserver;
import io.openons.spring.server.Producers;

/** Makes templates. Public because code that is generated ahead of time calls it. */
public final class Templates {
  /** The name of the bean. */
  static final String BEAN = "onsTemplates";

  private final Producers producers;
  private final PayloadConverter converter;
  private final OnsObserver observer;

  Templates(Producers producers, PayloadConverter converter, OnsObserver observer) {
    this.producers = producers;
    this.converter = converter;
    this.observer = observer;
  }

  /** The template of a server. */
  public OnsTemplate template(String server) {
    return new OnsTemplate(producers.of(server), converter, observer);
  }
}
