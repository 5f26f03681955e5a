package io.openons.broker.server.http.admin.view;

import java.util.List;

/**
 * A consumer group.
 *
 * @param name its name, with its instance
 * @param ordered whether its clients consume in order
 * @param maxAttempts deliveries until a message is a dead letter
 * @param backoffMs how long a message waits for its next delivery, attempt by attempt, in ms
 * @param madeOnUse whether it was made because somebody named it
 * @param members how many of its clients live
 * @param topics in how many topics it has begun
 * @param lag how many messages of these it did not commit yet
 */
public record GroupJson(
    String name,
    boolean ordered,
    int maxAttempts,
    List<Long> backoffMs,
    boolean madeOnUse,
    int members,
    int topics,
    long lag) {}
