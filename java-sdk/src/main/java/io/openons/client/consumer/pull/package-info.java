/**
 * Reading queues at offsets. {@link io.openons.client.consumer.pull.OnsPullConsumer} is the
 * surface; behind it a {@code PullLoop} per assigned queue reads ahead, over the {@code
 * QueueCalls}.
 */
package io.openons.client.consumer.pull;
