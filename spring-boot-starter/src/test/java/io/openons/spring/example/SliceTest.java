package io.openons.spring.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.spring.OnsTemplate;
import io.openons.spring.test.OnsTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * Goal: a test of an application's messaging needs one annotation. Method: the slice of the example
 * without its service. A failure shows what the slice lacks, or has too much of.
 */
@OnsTest
@Import(OrderTable.class)
class SliceTest {
  @Autowired private ApplicationContext context;

  @Test
  void the_slice_has_listeners_and_a_broker_but_no_other_component() {
    assertThat(context.getBeansOfType(OrderListener.class)).isNotEmpty();
    assertThat(context.getBeansOfType(OrderTransactions.class)).isNotEmpty();
    assertThat(context.getBeansOfType(OnsTemplate.class)).hasSize(1);
    assertThat(context.getBeansOfType(OnsBroker.class)).hasSize(1);
    assertThat(context.getBeansOfType(OrderService.class)).isEmpty();
  }
}
