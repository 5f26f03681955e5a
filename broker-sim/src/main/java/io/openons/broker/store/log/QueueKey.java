package io.openons.broker.store.log;

/**
 * Names a queue.
 *
 * @param topic number of the topic
 * @param queue number of the queue in its topic, from 0
 */
public record QueueKey(int topic, int queue) {}
