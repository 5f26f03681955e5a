/**
 * From a received message to its outcome. {@code ListenerThreads} calls listeners, at most one
 * {@code RateLimiter} for each topic before them; a {@code Delivery} takes messages through one
 * call, or through the hands of a {@code LaterListener}, and reports the outcome once to an {@code
 * OutcomeListener}.
 */
package io.openons.client.consumer.listen;
