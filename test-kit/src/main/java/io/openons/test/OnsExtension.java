package io.openons.test;

import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives tests their broker; {@link OnsBrokerTest} registers it. */
final class OnsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace SPACE = Namespace.create(OnsExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    broker(context).beginTest(context.getDisplayName());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestBroker broker = broker(context);
    context
        .getExecutionException()
        .ifPresent(failure -> System.err.print(broker.describe(context.getDisplayName())));
    broker.endTest();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestBroker.class
        || type == Producer.class
        || type == OrderProducer.class
        || type == String.class
            && (parameter.isAnnotated(FreshTopic.class) || parameter.isAnnotated(FreshGroup.class));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestBroker broker = broker(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == TestBroker.class) {
      return broker;
    }
    if (type == Producer.class) {
      return broker.producer();
    }
    if (type == OrderProducer.class) {
      return broker.orderProducer();
    }
    return parameter.isAnnotated(FreshTopic.class) ? broker.freshTopic() : broker.freshGroup();
  }

  /** Returns the broker of a test; a store closes what is in it at its end. */
  private static TestBroker broker(ExtensionContext context) {
    ExtensionContext holder = outermostAnnotated(context);
    OnsBrokerTest wanted =
        AnnotationSupport.findAnnotation(holder.getRequiredTestClass(), OnsBrokerTest.class)
            .orElseThrow(() -> new IllegalStateException("the test class has no @OnsBrokerTest"));
    Store store = (wanted.scope() == Scope.CLASS ? holder : context.getRoot()).getStore(SPACE);
    Function<Clock, TestBroker> start = TestBroker::start;
    return store.computeIfAbsent(wanted.clock(), start, TestBroker.class);
  }

  /** Nested classes share the broker of the class around them. */
  private static ExtensionContext outermostAnnotated(ExtensionContext context) {
    ExtensionContext found = null;
    for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
      boolean isClass = at.getTestClass().isPresent() && at.getTestMethod().isEmpty();
      if (isClass && AnnotationSupport.isAnnotated(at.getTestClass(), OnsBrokerTest.class)) {
        found = at;
      }
    }
    if (found == null) {
      throw new IllegalStateException("no class around the test has @OnsBrokerTest");
    }
    return found;
  }
}
