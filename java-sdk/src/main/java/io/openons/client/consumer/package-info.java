/**
 * Receiving. {@link io.openons.client.consumer.OnsConsumer} is the surface; behind it a {@code
 * TopicReceiver} per topic keeps a {@code QueueReceiver} per assigned queue, which polls by a
 * {@code ReceiveLoop} or a few, a {@code MessageBudget} bounds what they bring, a {@code Delivery}
 * takes one message through its listener, a {@code Settlement} tells the server the outcome:
 * acknowledgements many at a time, everything else singly.
 *
 * <p>{@link io.openons.client.consumer.OnsPullConsumer} and {@link
 * io.openons.client.consumer.OnsBroadcastConsumer} read at offsets instead: a {@code PullLoop} per
 * queue, over the {@code QueueCalls}.
 *
 * <p>Loops have no threads; they live on answers and timers. The only threads of a consumer are
 * those that call listeners.
 */
package io.openons.client.consumer;
