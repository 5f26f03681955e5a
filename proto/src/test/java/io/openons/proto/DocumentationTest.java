package io.openons.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: the .proto files are the reference of the wire, with nothing left unsaid.
 *
 * <p>Method: looks for a comment above every element in the descriptors that the build writes with
 * source info.
 *
 * <p>A failure means: someone has to read code to learn what the listed elements mean.
 */
class DocumentationTest {
  private static final Path DESCRIBED = Path.of("target", "described.protobin");

  @Test
  void every_element_of_the_interface_is_documented() throws IOException {
    assertThat(files())
        .extracting(FileDescriptorProto::getName)
        .containsExactlyInAnyOrder(
            "apache/rocketmq/v1/definition.proto",
            "apache/rocketmq/v1/service.proto",
            "apache/rocketmq/v2/admin.proto",
            "apache/rocketmq/v2/definition.proto",
            "apache/rocketmq/v2/service.proto");
    assertThat(files()).flatExtracting(Undocumented::in).isEmpty();
  }

  @Test
  void without_comments_every_kind_of_element_is_reported() throws IOException {
    var bare =
        files().stream()
            .map(
                file ->
                    file.toBuilder().setSourceCodeInfo(SourceCodeInfo.getDefaultInstance()).build())
            .toList();

    assertThat(bare)
        .flatExtracting(Undocumented::in)
        .contains(
            "apache.rocketmq.v2.Message",
            "apache.rocketmq.v2.Message.body",
            "apache.rocketmq.v2.Settings.pub_sub",
            "apache.rocketmq.v2.Code",
            "apache.rocketmq.v2.Code.OK",
            "apache.rocketmq.v2.OffsetOption.Policy",
            "apache.rocketmq.v2.OffsetOption.Policy.LAST",
            "apache.rocketmq.v2.MessagingService",
            "apache.rocketmq.v2.MessagingService.SendMessage")
        .doesNotContain(
            "apache.rocketmq.v2.Message.UserPropertiesEntry",
            "apache.rocketmq.v2.Settings._client_type");
  }

  private static List<FileDescriptorProto> files() throws IOException {
    return FileDescriptorSet.parseFrom(Files.readAllBytes(DESCRIBED)).getFileList();
  }
}
