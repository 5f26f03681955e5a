package io.openons.spring.autoconfigure;

import com.aliyun.openservices.ons.api.exception.ONSClientException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why an application does not start in a sentence: the client's texts have the remedy. */
final class ClientFailureAnalyzer extends AbstractFailureAnalyzer<ONSClientException> {
  ClientFailureAnalyzer() {}

  @Override
  protected FailureAnalysis analyze(Throwable root, ONSClientException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Do what the description says; the code is %s. docs/spring.md has all properties."
            .formatted(cause.getCodeName()),
        cause);
  }
}
