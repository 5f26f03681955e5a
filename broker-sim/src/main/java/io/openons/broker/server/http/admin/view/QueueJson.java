package io.openons.broker.server.http.admin.view;

/**
 * A queue of a topic.
 *
 * @param queue its number
 * @param begin offset of its oldest message
 * @param end offset that its next message gets
 * @param earliest when its oldest message was stored; null when it is empty
 * @param latest when its newest message was stored; null when it is empty
 */
public record QueueJson(int queue, long begin, long end, String earliest, String latest) {}
