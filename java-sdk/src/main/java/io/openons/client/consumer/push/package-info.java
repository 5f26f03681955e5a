/**
 * Consumers whose group shares its messages. {@link io.openons.client.consumer.push.OnsConsumer} is
 * the surface; behind it a {@code TopicReceiver} per topic keeps a {@code QueueReceiver} per
 * assigned queue, which polls by a {@code ReceiveLoop} or a few. A {@code Dispatcher} takes what
 * they bring to the listeners: one by one, in batches, or in order. A {@code Settlement} tells the
 * server the outcomes: acknowledgements many at a time, everything else singly.
 */
package io.openons.client.consumer.push;
