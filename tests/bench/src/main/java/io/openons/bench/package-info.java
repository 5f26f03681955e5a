/**
 * {@code ./dev bench}: clients side by side against a broker, each in a process of its own.
 *
 * <p>{@link io.openons.bench.Bench} conducts: it starts the servers of {@link
 * io.openons.bench.server.Server} and a {@link io.openons.bench.worker.Worker} process for each of
 * {@link io.openons.bench.worker.Peer}, and has them run each {@link
 * io.openons.bench.worker.Scenario} in turn. Whoever adds a client, a server or a scenario adds one
 * entry to one of those lists.
 */
package io.openons.bench;
