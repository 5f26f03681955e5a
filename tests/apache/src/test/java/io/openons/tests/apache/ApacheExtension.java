package io.openons.tests.apache;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/**
 * Starts the cluster when the first test asks for it, stops it after the last test of all classes,
 * and shows its logs with each failure.
 */
final class ApacheExtension extends TypeBasedParameterResolver<Apache>
    implements TestExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(ApacheExtension.class);

  /** Put with a failure instead of into its text, which is the test's. */
  private static final class ServerLogs extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerLogs(String logs) {
      super(logs, null, false, false);
    }
  }

  @Override
  public Apache resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return apache(context);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new ServerLogs(apache(context).logs()));
    throw failure;
  }

  /** The store closes what is in it. */
  private static Apache apache(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Apache.class, key -> start(), Apache.class);
  }

  private static Apache start() {
    try {
      return new Apache();
    } catch (Exception e) {
      throw new AssertionError("Apache RocketMQ does not start", e);
    }
  }
}
