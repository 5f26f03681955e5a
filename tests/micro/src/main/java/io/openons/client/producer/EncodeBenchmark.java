package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import io.openons.client.message.MessageEncoder;
import io.openons.proto.v2.Resource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What our client does to a message of 1 KiB before gRPC has it, and the bytes of that. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
  private static final int MAX_BODY_BYTES = 4 << 20;

  private final Resource topic = Resource.newBuilder().setName("orders").build();
  private final byte[] body = new byte[1_024];

  @Benchmark
  public io.openons.proto.v2.Message encode() {
    Message message = new Message("orders", "paid", body);
    return MessageEncoder.encode(
            message,
            topic,
            "0102FC0000000123B40B13623C00000000",
            1_700_000_000_000L,
            MAX_BODY_BYTES)
        .forQueue(3);
  }

  @Benchmark
  public byte[] encodeToBytes() {
    return encode().toByteArray();
  }
}
