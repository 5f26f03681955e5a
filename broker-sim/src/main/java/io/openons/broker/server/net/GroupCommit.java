package io.openons.broker.server.net;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.FastThreadLocal;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Stores together what was read together: the requests that a thread finds on its connections in
 * one turn are published when it has read them all, with one write for each topic and sender
 * instead of one for each request. No request waits for others to come, and none is answered later
 * than it would be, since answers go out at the end of the turn anyway.
 */
public final class GroupCommit {
  private final Publisher publisher;
  private final LongConsumer observer;
  private final FastThreadLocal<Turn> turns;

  /** Where messages go to; as {@link io.openons.broker.core.Broker#publish}. */
  @FunctionalInterface
  public interface Publisher {
    CompletableFuture<List<PublishResult>> publish(
        ResourceName topic, String clientId, List<Submission> messages);
  }

  /** Collects on the threads of a group; on others, each request is published at once. */
  public GroupCommit(Publisher publisher, EventExecutorGroup threads) {
    this(publisher, threads, null);
  }

  /**
   * As the other.
   *
   * @param observer gets for each request the nanoseconds until it was stored; null for none
   */
  public GroupCommit(Publisher publisher, EventExecutorGroup threads, LongConsumer observer) {
    this.publisher = publisher;
    this.observer = observer;
    this.turns =
        new FastThreadLocal<>() {
          @Override
          protected Turn initialValue() {
            for (EventExecutor thread : threads) {
              if (thread.inEventLoop()) {
                return new Turn(thread);
              }
            }
            return null;
          }
        };
  }

  /** Publishes the messages of a request; what the publisher throws comes with the future. */
  public CompletableFuture<List<PublishResult>> publish(
      ResourceName topic, String clientId, List<Submission> messages) {
    Send send = new Send(messages, new CompletableFuture<>());
    if (observer != null) {
      long begin = System.nanoTime();
      send.results.thenRun(() -> observer.accept(System.nanoTime() - begin));
    }
    Turn turn = turns.get();
    if (turn == null) {
      publish(new Origin(topic, clientId), List.of(send));
    } else {
      turn.add(new Origin(topic, clientId), send);
    }
    return send.results;
  }

  private void publish(Origin origin, List<Send> sends) {
    List<Submission> messages = new ArrayList<>(sends.size());
    sends.forEach(send -> messages.addAll(send.messages));
    try {
      publisher
          .publish(origin.topic, origin.clientId, messages)
          .whenComplete((results, failure) -> answer(sends, results, failure));
    } catch (RuntimeException e) {
      answer(sends, null, e);
    }
  }

  private static void answer(List<Send> sends, List<PublishResult> results, Throwable failure) {
    int next = 0;
    for (Send send : sends) {
      if (failure == null) {
        send.results.complete(results.subList(next, next += send.messages.size()));
      } else {
        send.results.completeExceptionally(failure);
      }
    }
  }

  private record Origin(ResourceName topic, String clientId) {}

  private record Send(List<Submission> messages, CompletableFuture<List<PublishResult>> results) {}

  /** What one thread has read since it published last. */
  private final class Turn {
    private final EventExecutor thread;
    private Map<Origin, List<Send>> read = new LinkedHashMap<>();

    Turn(EventExecutor thread) {
      this.thread = thread;
    }

    void add(Origin origin, Send send) {
      if (read.isEmpty()) {
        // The thread runs its tasks when it has read what there is.
        thread.execute(this::publishAll);
      }
      read.computeIfAbsent(origin, absent -> new ArrayList<>()).add(send);
    }

    private void publishAll() {
      Map<Origin, List<Send>> published = read;
      read = new LinkedHashMap<>();
      published.forEach(GroupCommit.this::publish);
    }
  }
}
