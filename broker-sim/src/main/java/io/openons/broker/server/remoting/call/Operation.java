package io.openons.broker.server.remoting.call;

import io.openons.broker.core.access.Need;
import io.openons.broker.server.remoting.codec.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What is done for a request.
 *
 * @param needs the rights that a request needs
 * @param work does it; what it throws, or its future, is the answer
 */
public record Operation(
    Function<Command, List<Need>> needs, Function<Call, CompletableFuture<Answer>> work) {
  private static final Function<Command, List<Need>> LOOKS = request -> List.of(Need.INSPECT);
  private static final Function<Command, List<Need>> CHANGES = request -> List.of(Need.ADMINISTER);

  /** Returns one by which operators look at something; it is done at once. */
  public static Operation looks(Function<Call, Answer> work) {
    return now(LOOKS, work);
  }

  /** Returns one by which operators look at something, and that takes a while. */
  public static Operation looksLater(Function<Call, CompletableFuture<Answer>> work) {
    return new Operation(LOOKS, work);
  }

  /** Returns one by which operators change something; it is done at once. */
  public static Operation changes(Function<Call, Answer> work) {
    return now(CHANGES, work);
  }

  /** Returns one by which operators change something, and that takes a while. */
  public static Operation changesLater(Function<Call, CompletableFuture<Answer>> work) {
    return new Operation(CHANGES, work);
  }

  /** Returns whether only operators may do it, so that each refusal is logged. */
  boolean isForOperators() {
    return needs == LOOKS || needs == CHANGES;
  }

  /** Returns one that is done at once. */
  public static Operation now(Function<Command, List<Need>> needs, Function<Call, Answer> work) {
    return new Operation(needs, call -> CompletableFuture.completedFuture(work.apply(call)));
  }
}
