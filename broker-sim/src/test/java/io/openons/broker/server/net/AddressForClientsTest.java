package io.openons.broker.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/**
 * Goal: clients get an address that they can reach. Method: the rule alone, with addresses as text.
 * A failure means that clients behind a port mapping, a tunnel or an advertised name connect to
 * nothing.
 */
class AddressForClientsTest {
  private static final InetSocketAddress REACHED = address("10.0.0.1", 8081);

  @Test
  void the_advertised_address_comes_before_all_others() {
    var rule = new AddressForClients<>(address("broker.test", 443), AddressForClientsTest::text);

    assertThat(rule.choose("127.0.0.1:30081", REACHED)).isEqualTo("broker.test:443");
    assertThat(rule.choose(null, REACHED)).isEqualTo("broker.test:443");
  }

  @Test
  void without_an_advertised_address_the_client_gets_the_one_it_used() {
    var rule = new AddressForClients<>(null, AddressForClientsTest::text);

    assertThat(rule.choose("127.0.0.1:30081", REACHED)).isEqualTo("127.0.0.1:30081");
  }

  @Test
  void a_client_that_names_none_gets_the_one_that_its_connection_reached() {
    var rule = new AddressForClients<>(null, AddressForClientsTest::text);

    assertThat(rule.choose(null, REACHED)).isEqualTo("10.0.0.1:8081");
  }

  private static InetSocketAddress address(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }
}
