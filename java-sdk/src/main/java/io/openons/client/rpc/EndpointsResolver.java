package io.openons.client.rpc;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.Endpoints;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Gives gRPC the addresses of an {@link Endpoints} value: all of them, tried in order, and host
 * names with characters that gRPC's own resolver refuses, such as the underscores of container
 * networks.
 */
final class EndpointsResolver extends NameResolver {
  private static final String SCHEME = "ons-endpoints";

  private final Endpoints endpoints;
  private final Executor executor;
  private Listener2 listener;

  private EndpointsResolver(Endpoints endpoints, Executor executor) {
    this.endpoints = endpoints;
    this.executor = executor;
  }

  /** The channel target that leads here. */
  static String target(Endpoints endpoints) {
    String path = Base64.getUrlEncoder().withoutPadding().encodeToString(endpoints.toByteArray());
    return SCHEME + ":///" + path;
  }

  @Override
  public String getServiceAuthority() {
    return authority(endpoints.getAddresses(0));
  }

  @Override
  public void start(Listener2 listener) {
    this.listener = listener;
    refresh();
  }

  @Override
  public void refresh() {
    executor.execute(() -> listener.onResult(resolve()));
  }

  @Override
  public void shutdown() {}

  private ResolutionResult resolve() {
    List<EquivalentAddressGroup> groups = new ArrayList<>();
    try {
      for (Address address : endpoints.getAddressesList()) {
        Attributes attributes =
            Attributes.newBuilder()
                .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, authority(address))
                .build();
        for (InetAddress ip : InetAddress.getAllByName(address.getHost())) {
          groups.add(
              new EquivalentAddressGroup(new InetSocketAddress(ip, address.getPort()), attributes));
        }
      }
    } catch (UnknownHostException unknown) {
      return ResolutionResult.newBuilder()
          .setAddressesOrError(
              StatusOr.fromStatus(
                  Status.UNAVAILABLE.withDescription("host name not found").withCause(unknown)))
          .build();
    }
    return ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(groups)).build();
  }

  private String authority(Address address) {
    return EndpointsText.of(address, endpoints.getScheme()).replace('_', '-');
  }

  /** Makes the resolvers; registered once with gRPC. */
  static final class Provider extends NameResolverProvider {
    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
      if (!SCHEME.equals(target.getScheme())) {
        return null;
      }
      try {
        byte[] path = Base64.getUrlDecoder().decode(target.getPath().substring(1));
        return new EndpointsResolver(Endpoints.parseFrom(path), args.getOffloadExecutor());
      } catch (com.google.protobuf.InvalidProtocolBufferException broken) {
        throw new IllegalArgumentException("not a target of this library: " + target, broken);
      }
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
      return true;
    }

    /** Below gRPC's own, so that targets of other libraries without a scheme stay with DNS. */
    @Override
    protected int priority() {
      return 0;
    }
  }
}
