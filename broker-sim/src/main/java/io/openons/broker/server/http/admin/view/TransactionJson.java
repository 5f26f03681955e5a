package io.openons.broker.server.http.admin.view;

/**
 * A transaction that is not decided.
 *
 * @param id its id
 * @param topic the topic of its message
 * @param messageId the id of its message
 * @param clientId the sender
 * @param producerGroup the sender's group of producers; null for none
 * @param since when the half message was stored
 * @param checks how many times its producers were asked
 * @param nextCheck when they are asked next; null when it is set aside
 * @param setAside whether nobody is asked any more
 */
public record TransactionJson(
    String id,
    String topic,
    String messageId,
    String clientId,
    String producerGroup,
    String since,
    int checks,
    String nextCheck,
    boolean setAside) {}
