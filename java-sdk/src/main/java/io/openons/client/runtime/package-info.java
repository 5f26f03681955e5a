/**
 * What all clients of a process share, and small tools of concurrency.
 *
 * <p>Threads, all daemons and all gone when the last client is shut down: {@code ons-io-*} move
 * bytes, {@code ons-timer} starts what is due, {@code ons-callback-*} run callbacks of asynchronous
 * sends. Some clients have threads of their own: {@code ons-check-<group>-*} run checkers of
 * transactions, {@code ons-changes-<group>-*} listeners of changed queues, {@code
 * ons-offsets-<group>-*} offset stores, {@code ons-credentials-*} renew a role's credentials; so
 * nothing that an application lets block there holds up anything else. The only threads that keep a
 * process alive are a consumer's listener threads ({@code ons-consume-*}), so a program whose main
 * method ends after {@code consumer.start()} goes on, as it does with the commercial client.
 */
package io.openons.client.runtime;
