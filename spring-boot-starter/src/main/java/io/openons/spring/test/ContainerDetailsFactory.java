package io.openons.spring.test;

import io.openons.spring.OnsConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/**
 * Makes a container of the broker the server of the application, when it has
 * {@code @ServiceConnection(name = "openons")}; since Boot 3.1.
 */
final class ContainerDetailsFactory
    extends ContainerConnectionDetailsFactory<Container<?>, ContainerDetailsFactory.Details> {
  private static final String NAME = "openons";

  /** The port of gRPC in the container. */
  private static final int PORT = 8081;

  ContainerDetailsFactory() {
    super(NAME);
  }

  @Override
  protected Details getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
    return new InContainer(source);
  }

  /** Ours as what Boot looks for, which Boot 2 does not have. */
  interface Details extends OnsConnectionDetails, ConnectionDetails {}

  private static final class InContainer extends ContainerConnectionDetails<Container<?>>
      implements Details {
    private InContainer(ContainerConnectionSource<Container<?>> source) {
      super(source);
    }

    @Override
    public String getEndpoint() {
      return getContainer().getHost() + ":" + getContainer().getMappedPort(PORT);
    }
  }
}
