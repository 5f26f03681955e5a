package io.openons.spring.aot;

import java.util.List;
import java.util.Map;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What the client reaches by reflection or as a resource: the kinds of connections of the Netty
 * inside of it, which gRPC makes by their constructors, and the fields that its queues update.
 */
public final class ClientHints implements RuntimeHintsRegistrar {
  /** Where {@code ons-client} has Netty; {@code ons-client-thin} has it at its own name. */
  private static final List<String> NETTY =
      List.of(
          "io.openons.client.shaded.io.grpc.netty.shaded.io.netty",
          "io.grpc.netty.shaded.io.netty");

  private static final List<String> CHANNELS =
      List.of("channel.socket.nio.NioSocketChannel", "channel.epoll.EpollSocketChannel");

  private static final Map<String, String> FIELDS_OF_QUEUES =
      Map.of(
          "BaseMpscLinkedArrayQueueColdProducerFields", "producerLimit",
          "BaseMpscLinkedArrayQueueConsumerFields", "consumerIndex",
          "BaseMpscLinkedArrayQueueProducerFields", "producerIndex",
          "MpscArrayQueueConsumerIndexField", "consumerIndex",
          "MpscArrayQueueProducerIndexField", "producerIndex",
          "MpscArrayQueueProducerLimitField", "producerLimit");

  /** Made by Spring. */
  public ClientHints() {}

  @Override
  public void registerHints(RuntimeHints hints, ClassLoader loader) {
    for (String netty : NETTY) {
      for (String channel : CHANNELS) {
        hints
            .reflection()
            .registerTypeIfPresent(
                loader,
                netty + "." + channel,
                type -> type.withMembers(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
      }
      FIELDS_OF_QUEUES.forEach(
          (queue, field) ->
              hints
                  .reflection()
                  .registerTypeIfPresent(
                      loader,
                      netty + ".util.internal.shaded.org.jctools.queues." + queue,
                      type -> type.withField(field)));
    }
  }
}
