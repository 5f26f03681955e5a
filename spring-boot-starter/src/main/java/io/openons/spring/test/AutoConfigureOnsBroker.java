package io.openons.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Gives the application of a test a broker in this process: real, on a free port, in a temporary
 * folder, gone with the context. All servers of the application are this one. A test that declares
 * an {@code OnsBroker} bean, with settings of its own, gets that one.
 *
 * <p>Needs {@code io.openons:ons-broker} in the scope of tests. Groups begin with the first message
 * of a topic, so that a message that was sent before its listener started is received.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(EmbeddedBrokerAutoConfiguration.class)
public @interface AutoConfigureOnsBroker {}
