package io.openons.spring;

import io.openons.spring.aot.ListenerReflection;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Calls a method of a bean with the messages of a topic.
 *
 * <p>The method may have, in any order: the payload, converted to its type and validated when it is
 * annotated with {@code @Valid} or {@code @Validated}; the {@link
 * com.aliyun.openservices.ons.api.Message}; a {@link
 * com.aliyun.openservices.ons.api.ConsumeContext}; and what Spring's messaging knows, such as
 * {@code @Header} with a name of {@link OnsHeaders} or of a user property. With {@link #batch} the
 * payload is a list.
 *
 * <p>A method that returns nothing acknowledges the message. One that returns an {@link
 * com.aliyun.openservices.ons.api.Action} or {@link
 * com.aliyun.openservices.ons.api.order.OrderAction} decides itself. What it throws goes to the
 * {@link OnsErrorHandler}; without one the message comes again later, and becomes a dead letter
 * after {@code maxReconsumeTimes} repetitions.
 *
 * <p>Methods with the same server and group share a consumer; each of them has a topic of its own.
 * Methods are called by several threads at once. All texts may have placeholders, <code>
 * ${orders.topic}</code>, and expressions, <code>#{...}</code>. The annotation may stand on
 * annotations of the application.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(ListenerReflection.class)
public @interface OnsListener {
  /** The name in logs, health and metrics. Default: the class and the method. */
  String id() default "";

  /** The server, one of {@code ons.servers}. Default: the one that {@code ons.primary} names. */
  String server() default "";

  /** The topic. */
  String topic();

  /** The consumer group. Default: the server's {@code group-id}. */
  String group() default "";

  /** Tags joined by {@code ||}; {@code *} for all. Not together with {@link #sql}. */
  String tags() default "*";

  /**
   * A condition over user properties, such as {@code price > 10}; needs a server that has it. Not
   * together with {@link #batch}.
   */
  String sql() default "";

  /** Threads that call methods of this group, 1 to 1000. Default: {@code ConsumeThreadNums}. */
  String concurrency() default "";

  /** Whether the messages of a sharding key come one after the other. */
  boolean ordered() default false;

  /** Whether the method takes a list of messages; all are acknowledged, or none. */
  boolean batch() default false;

  /** Most messages of a list, 1 to 1024. Default: {@code ConsumeMessageBatchMaxSize}. */
  String batchSize() default "";

  /** Whether every consumer of the group gets every message; these do not come again. */
  boolean broadcast() default false;

  /**
   * The name of an {@link OnsErrorHandler} bean. Default: the only bean of that type, if there is
   * one.
   */
  String errorHandler() default "";

  /** Whether it starts with the application: {@code true} or {@code false}. */
  String autoStart() default "true";

  /**
   * Further properties of the consumer, {@code key=value}; keys as below {@code ons.client}, such
   * as {@code consume-timeout=5}.
   */
  String[] properties() default {};
}
