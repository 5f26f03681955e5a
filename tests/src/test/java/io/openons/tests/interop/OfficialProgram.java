package io.openons.tests.interop;

import java.util.List;

/** The official clients, each with the program that moves it; paths are seen from this module. */
public enum OfficialProgram {
  /** Apache's Java client of the gRPC protocol. */
  GRPC("target/official-client", "OfficialClientDriver"),
  /** Apache's Java client 4.x of the remoting protocol. */
  APACHE_4("target/official-client-4", "RemotingClientDriver", "EveryByte"),
  /** Apache's Java client 5.x of the remoting protocol, with its server's class path. */
  APACHE_5(
      "rocketmq/target/classpath.txt",
      "RemotingClient5Driver",
      "RemotingClientDriver",
      "EveryByte"),
  /** The ONS client 1.x, of the remoting protocol. */
  ONS_1("target/published-surfaces/ons-client-1.jar", "OnsClientDriver", "EveryByte"),
  /** The ONS client 2.x, of the first version of the gRPC protocol, always with TLS. */
  ONS_2("target/published-surfaces/ons-client-2.jar", "OnsClientDriver", "EveryByte");

  private final PublishedProgram program;

  OfficialProgram(String jars, String... drivers) {
    this.program = new PublishedProgram(jars, List.of(drivers));
  }

  PublishedProgram program() {
    return program;
  }

  /** The protocol that it speaks, as the broker calls it. */
  String protocol() {
    return this == GRPC || this == ONS_2 ? "grpc" : "remoting";
  }
}
