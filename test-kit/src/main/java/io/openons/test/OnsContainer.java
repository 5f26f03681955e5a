package io.openons.test;

import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The broker's image in a container, by Testcontainers, which the application brings.
 *
 * <pre>{@code
 * try (OnsContainer broker = new OnsContainer("ons-broker:0.1.0")) {
 *   broker.start();
 *   properties.setProperty("NAMESRV_ADDR", broker.endpoint());
 * }
 * }</pre>
 *
 * <p>{@code start()} returns when the broker serves. New groups begin with the oldest message.
 * Clients are told the address that they used, so mapped ports work. For gRPC clients; those of the
 * remoting protocol are told a port that is not mapped.
 */
public final class OnsContainer extends GenericContainer<OnsContainer> {
  /** The port of gRPC in the container. */
  static final int GRPC_PORT = 8081;

  /** The port of HTTP in the container. */
  static final int HTTP_PORT = 8080;

  private static final Duration START = Duration.ofMinutes(2);

  /**
   * Makes a container that is not started.
   *
   * @param image name of the broker's image, such as {@code ons-broker:0.1.0}
   */
  public OnsContainer(String image) {
    super(DockerImageName.parse(image));
    withExposedPorts(GRPC_PORT, HTTP_PORT);
    withEnv("ONS_BROKER_BIND", "0.0.0.0");
    withEnv("ONS_BROKER_HTTP_BIND", "0.0.0.0");
    withEnv("ONS_BROKER_HTTP_OPEN", "true");
    withEnv("ONS_BROKER_NEW_GROUPS_START_AT", "earliest");
    waitingFor(Wait.forHttp("/health/ready").forPort(HTTP_PORT).withStartupTimeout(START));
  }

  /**
   * Lets tests control the broker by the calls below {@code /testing/v1/} at {@link
   * #httpEndpoint()}, as docs/testing.md has them.
   *
   * @param clock which time it goes by
   */
  public OnsContainer controlled(Clock clock) {
    return withEnv("ONS_BROKER_TESTING", clock == Clock.TURNED ? "turned" : "system");
  }

  /** Returns {@code host:port}; what clients take as {@code NAMESRV_ADDR}. */
  public String endpoint() {
    return getHost() + ":" + getMappedPort(GRPC_PORT);
  }

  /** Returns {@code host:port} of the admin API, the health pages, and the calls for tests. */
  public String httpEndpoint() {
    return getHost() + ":" + getMappedPort(HTTP_PORT);
  }
}
