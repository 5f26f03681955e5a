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
 * The interface as Apache publishes it in {@code rocketmq-proto}, read from its generated classes.
 *
 * <p>Those were generated for another protobuf than ours, so they live in a class loader that sees
 * nothing of ours. What crosses the border is descriptors as bytes.
 */
final class PublishedInterface {
  /**
   * Where the build puts the published jar and its protobuf, seen from the folder of this module.
   */
  private static final Path JARS = Path.of("target", "published-interface");

  /** The generated class of each published file, imported files first. */
  private static final List<String> FILES =
      List.of(
          "apache.rocketmq.v2.MQDomain",
          "apache.rocketmq.v2.MQService",
          "apache.rocketmq.v2.MQAdmin");

  private PublishedInterface() {}

  /** The published files, imported files first. */
  static List<FileDescriptorProto> files() throws IOException, ReflectiveOperationException {
    try (var loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader())) {
      var files = new ArrayList<FileDescriptorProto>();
      for (var name : FILES) {
        files.add(file(loader.loadClass(name)));
      }
      return files;
    }
  }

  private static FileDescriptorProto file(Class<?> generated)
      throws ReflectiveOperationException, InvalidProtocolBufferException {
    var descriptor = generated.getMethod("getDescriptor").invoke(null);
    var proto = descriptor.getClass().getMethod("toProto").invoke(descriptor);
    var bytes = (byte[]) proto.getClass().getMethod("toByteArray").invoke(proto);
    return FileDescriptorProto.parseFrom(bytes);
  }

  private static URL[] jars() throws IOException {
    var urls = new ArrayList<URL>();
    try (var jars = Files.newDirectoryStream(JARS, "*.jar")) {
      for (var jar : jars) {
        urls.add(url(jar));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }
}
