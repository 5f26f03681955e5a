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
  /** Returns one that is done at once. */
  public static Operation now(Function<Command, List<Need>> needs, Function<Call, Answer> work) {
    return new Operation(needs, call -> CompletableFuture.completedFuture(work.apply(call)));
  }
}
