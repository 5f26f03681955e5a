package io.openons.micro;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.http.metrics.Counters;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** All that metrics add to the life of one message: its send, its delivery, its acknowledgement. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CounterBenchmark {
  private final Counters counters = new Counters(1000);
  private final ResourceName topic = ResourceName.of("", "orders");
  private final ResourceName group = ResourceName.of("", "GID_billing");

  @Benchmark
  public void count() {
    long begin = System.nanoTime();
    counters.published(topic);
    counters.sent(System.nanoTime() - begin);
    counters.delivered(topic, group, 1);
    counters.waited(1);
    counters.acknowledged(topic, group);
  }

  @Benchmark
  @Threads(2)
  public void countOnTwoThreads() {
    count();
  }
}
