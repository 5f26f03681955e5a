package io.openons.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of a class get a broker.
 *
 * <pre>{@code
 * @OnsBrokerTest(clock = Clock.TURNED)
 * class OrdersTest {
 *   @Test
 *   void a_reminder_comes_after_an_hour(TestBroker broker, Producer producer, @FreshTopic String topic) {
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>A test method takes as parameters what it needs: the {@link TestBroker}, a {@code Producer} or
 * {@code OrderProducer} that is started, and names with {@link FreshTopic} or {@link FreshGroup}.
 * Clients are closed after the test, also those that it gets from the broker. When a test fails,
 * the messages of its topics are printed to standard error. Needs JUnit 5.13 or newer.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnsExtension.class)
public @interface OnsBrokerTest {
  /** Which time the broker goes by. Tests that turn the clock do not run side by side. */
  Clock clock() default Clock.SYSTEM;

  /** How long the broker lives. */
  Scope scope() default Scope.CLASS;
}
