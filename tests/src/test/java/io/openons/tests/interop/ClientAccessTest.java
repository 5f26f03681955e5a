package io.openons.tests.interop;

import static io.openons.tests.interop.OfficialProgram.ONS_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: published clients reach a broker that knows its users, by TLS, with the right keys only.
 *
 * <p>Method: the processes of the other tests go to another broker for a while; the one that takes
 * TLS from its command line is a process of its own.
 *
 * <p>A failure means: who has such a client cannot use access control or TLS, or gets past it.
 */
@Timeout(900)
@ExtendWith(RemotingPeers.class)
class ClientAccessTest {
  private static final String USERS =
      """
      {"users": [
        {"accessKey": "known", "secretKey": "secret-1", "user": "one",
         "topics": {"*": "both"}, "groups": {"*": "both"}},
        {"accessKey": "reader", "secretKey": "secret-2", "user": "two",
         "topics": {"*": "subscribe"}, "groups": {"*": "both"}}
      ]}
      """;

  @TempDir static Path folder;

  private static OnsBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker =
        OnsBroker.builder()
            .newGroupsStartAt(StartPosition.EARLIEST)
            .users(Files.writeString(folder.resolve("users"), USERS))
            .start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static void connect(
      OfficialClient client, OfficialProgram program, String accessKey, String secretKey)
      throws Exception {
    client.ask(
        "connect",
        "endpoint",
        broker.endpoint(program.protocol()),
        "tls",
        "true",
        "accessKey",
        accessKey,
        "secretKey",
        secretKey);
    client.ask("producer", "group", "GID_access_" + accessKey, "name", "access");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void right_keys_are_let_in_by_tls_and_wrong_ones_are_not(OfficialProgram program)
      throws Exception {
    var topic = "secured-" + program;
    var client =
        program == ONS_1
            ? new OfficialClient(
                program,
                Files.createDirectory(folder.resolve(program.name())),
                broker.endpoint("remoting"),
                true)
            : RemotingPeers.client(program);
    try {
      connect(client, program, "known", "secret-1");
      client.ask("push", "group", "GID_" + topic, "topic", topic, "name", "consumer");
      client.ask("send", "topic", topic, "body", "signed");
      assertThat(client.nextMessage(topic).get("body")).isEqualTo("signed");
      client.ask("stop", "name", "consumer");
      client.ask("stop", "name", "produceraccess");

      for (var wrong : new String[][] {{"known", "another"}, {"reader", "secret-2"}}) {
        connect(client, program, wrong[0], wrong[1]);
        client.askInVain("send", "topic", topic, "body", "not to be sent");
        client.ask("stop", "name", "produceraccess");
      }

      connect(client, program, "reader", "secret-2");
      client.ask("push", "group", "GID_reader", "topic", topic, "name", "reader");
      assertThat(client.nextMessage(topic).get("body")).isEqualTo("signed");
      client.ask("stop", "name", "reader");
      client.ask("stop", "name", "produceraccess");
    } finally {
      if (program == ONS_1) {
        client.close();
      } else {
        client.ask("connect", "endpoint", RemotingPeers.broker().endpoint(program.protocol()));
        client.ask("producer", "group", "GID_" + program);
      }
    }
  }
}
