/**
 * What all clients of a process share, and small tools of concurrency.
 *
 * <p>Threads, all daemons and all gone when the last client is shut down: {@code ons-io-*} move
 * bytes, {@code ons-timer} starts what is due, {@code ons-callback-*} run callbacks of asynchronous
 * sends. The only threads that keep a process alive are a consumer's listener threads ({@code
 * ons-consume-*}), so a program whose main method ends after {@code consumer.start()} goes on, as
 * it does with the commercial client.
 */
package io.openons.client.runtime;
