package io.openons.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import io.openons.proto.v2.AdminProto;
import io.openons.proto.v2.DefinitionProto;
import io.openons.proto.v2.ServiceProto;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: whoever speaks the published interface speaks ours.
 *
 * <p>Method: compares the descriptors of the published jar with those of our files, in both
 * directions.
 *
 * <p>A failure means: an official client and our broker, or our client and an Apache RocketMQ 5
 * proxy, misunderstand each other in the places listed.
 */
class PublishedInterfaceTest {
  private static final List<FileDescriptorProto> OURS =
      List.of(
          DefinitionProto.getDescriptor().toProto(),
          ServiceProto.getDescriptor().toProto(),
          AdminProto.getDescriptor().toProto());

  @Test
  void the_published_jar_holds_the_whole_interface() throws Exception {
    assertThat(PublishedInterface.V2.files())
        .flatExtracting(FileDescriptorProto::getServiceList)
        .extracting(ServiceDescriptorProto::getName)
        .containsExactlyInAnyOrder("MessagingService", "Admin");
  }

  @Test
  void the_first_version_is_the_published_one_but_for_a_field_that_its_client_lacks()
      throws Exception {
    var ours =
        List.of(
            io.openons.proto.v1.DefinitionProto.getDescriptor().toProto(),
            io.openons.proto.v1.ServiceProto.getDescriptor().toProto());

    assertThat(InterfaceDiff.between(PublishedInterface.V1.files(), ours))
        // The published files keep all numbers up to 64 for what comes later; nothing ever came.
        .filteredOn(difference -> !difference.contains(": reserved numbers is []"))
        .containsExactly(
            "field apache.rocketmq.v1.Partition.accept_message_types is not published");
  }

  @Test
  void our_interface_is_the_published_one() throws Exception {
    assertThat(InterfaceDiff.between(PublishedInterface.V2.files(), OURS)).isEmpty();
  }
}
