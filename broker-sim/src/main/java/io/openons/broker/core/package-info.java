/**
 * The rules of the broker: topics, queues, groups, and the two ways of consuming. Knows clocks and
 * the store, but no sockets and no protocol; every protocol is a translator in {@code server} that
 * calls {@link io.openons.broker.core.Broker}.
 *
 * <p>Time comes in through constructors, so a test can run all of it on a clock of its own.
 */
package io.openons.broker.core;
