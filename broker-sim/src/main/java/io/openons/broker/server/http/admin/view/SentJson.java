package io.openons.broker.server.http.admin.view;

/**
 * What became of a message that was sent.
 *
 * @param messageId its id
 * @param queue its queue; null while it waits for its delivery time
 * @param offset its offset; null while it waits for its delivery time
 * @param recallHandle by which it can be recalled; null unless it waits
 */
public record SentJson(String messageId, Integer queue, Long offset, String recallHandle) {}
