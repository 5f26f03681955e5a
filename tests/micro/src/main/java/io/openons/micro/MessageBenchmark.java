package io.openons.micro;

import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.SqlFilter;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageCodec;
import io.openons.broker.core.message.MessageKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A message of 1 KiB with a tag, a key and two properties: to its record, back, and a filter. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBenchmark {
  private final Message message =
      new Message(
          "0102FC0000000123B40B13623C00000000",
          MessageKind.NORMAL,
          "paid",
          List.of("order-17"),
          Map.of("amount", "42", "region", "north"),
          null,
          0,
          Message.BodyEncoding.IDENTITY,
          1_700_000_000_000L,
          "host-1",
          null,
          null,
          ByteBuffer.allocate(1_024));

  private final ByteBuffer record = ByteBuffer.wrap(MessageCodec.encode(message));
  private final Filter tags = TagFilter.parse("returned || paid");
  private final Filter sql = SqlFilter.parse("amount > 40 AND region IN ('north', 'south')");

  @Benchmark
  public byte[] encode() {
    return MessageCodec.encode(message);
  }

  @Benchmark
  public Message decode() {
    return MessageCodec.decode(record);
  }

  @Benchmark
  public boolean matchTags() {
    return tags.mayMatch(message.tagHash()) && tags.matches(message);
  }

  @Benchmark
  public boolean matchSql() {
    return sql.matches(message);
  }
}
