package io.openons.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;

/**
 * A bean that decides transactions of a group. It implements {@link
 * com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker}, which answers the server's
 * questions, and, unless each send brings its own, {@link
 * com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter}, which runs the local
 * transaction of {@link OnsMessageBuilder#sendInTransaction(Object, Object)}.
 *
 * <p>The group's producer starts with the application, so that it also answers for transactions of
 * an earlier life. Each server and group has one such bean. Texts may have placeholders.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface OnsTransactionListener {
  /** The server, one of {@code ons.servers}. Default: the one that {@code ons.primary} names. */
  String server() default "";

  /** The producer's group. Default: the server's {@code group-id}. */
  String group() default "";
}
