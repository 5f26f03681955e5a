package io.openons.proto;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An interface as it is published, read from its generated classes: {@code v2} in Apache's {@code
 * rocketmq-proto}, {@code v1} in the ONS client 2.
 *
 * <p>Those were generated for another protobuf than ours, so they live in a class loader that sees
 * nothing of ours. What crosses the border is descriptors as bytes.
 */
enum PublishedInterface {
  V1("published-interface-1", "apache.rocketmq.v1.MQDomain", "apache.rocketmq.v1.MQService"),
  V2(
      "published-interface",
      "apache.rocketmq.v2.MQDomain",
      "apache.rocketmq.v2.MQService",
      "apache.rocketmq.v2.MQAdmin");

  /**
   * Where the build puts the published jar and its protobuf, seen from the folder of this module.
   */
  private final Path jars;

  /** The generated class of each published file, imported files first. */
  private final List<String> files;

  PublishedInterface(String folder, String... files) {
    this.jars = Path.of("target", folder);
    this.files = List.of(files);
  }

  /** The published files, imported files first. */
  List<FileDescriptorProto> files() throws IOException, ReflectiveOperationException {
    try (var loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader())) {
      var found = new ArrayList<FileDescriptorProto>();
      for (var name : files) {
        found.add(file(loader.loadClass(name)));
      }
      return found;
    }
  }

  private static FileDescriptorProto file(Class<?> generated)
      throws ReflectiveOperationException, InvalidProtocolBufferException {
    var descriptor = generated.getMethod("getDescriptor").invoke(null);
    var proto = descriptor.getClass().getMethod("toProto").invoke(descriptor);
    var bytes = (byte[]) proto.getClass().getMethod("toByteArray").invoke(proto);
    return FileDescriptorProto.parseFrom(bytes);
  }

  private URL[] jars() throws IOException {
    var urls = new ArrayList<URL>();
    try (var found = Files.newDirectoryStream(jars, "*.jar")) {
      for (var jar : found) {
        urls.add(url(jar));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }
}
