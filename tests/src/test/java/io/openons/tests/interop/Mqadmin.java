package io.openons.tests.interop;

import java.util.List;

/** Releases of Apache's tool for operators. */
enum Mqadmin {
  /** Release 4.x. */
  MQADMIN_4("target/official-client-4:target/mqadmin-4"),
  /** Release 5.x, with its server's class path. */
  MQADMIN_5("rocketmq/target/classpath.txt");

  private final PublishedProgram program;

  Mqadmin(String jars) {
    this.program = new PublishedProgram(jars, List.of("MqadminDriver"));
  }

  PublishedProgram program() {
    return program;
  }
}
