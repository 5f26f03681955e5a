package io.openons.broker.server.grpc.v1.translate;

import io.openons.broker.core.api.ResourceName;
import io.openons.proto.v1.Resource;

/** Names of topics and groups. */
public final class Names {
  private Names() {}

  /** Returns the name of a topic or group in its instance. */
  public static ResourceName of(Resource resource) {
    return ResourceName.of(resource.getResourceNamespace(), resource.getName());
  }

  /** Returns a name as the wire has it. */
  public static Resource resource(ResourceName name) {
    return Resource.newBuilder().setResourceNamespace(name.instance()).setName(name.name()).build();
  }
}
