/**
 * Receiving, in four ways. Parts that all of them share are here; each way has a package:
 *
 * <ul>
 *   <li>{@code listen}: subscriptions, the threads that call listeners, and the outcome of each
 *       call; used by {@code push} and {@code broadcast};
 *   <li>{@code push}: messages come under leases, shared by the consumers of a group;
 *   <li>{@code pull}: the application reads queues at offsets;
 *   <li>{@code broadcast}: every consumer reads everything at offsets, and has listeners.
 * </ul>
 *
 * <p>Loops have no threads; they live on answers and timers. The only threads of a consumer are
 * those that call code of the application.
 */
package io.openons.client.consumer;
