package io.openons.broker.server.http.admin.request;

/**
 * Names a delayed message.
 *
 * @param recallHandle as the answer to its send has it
 */
public record Recall(String recallHandle) {}
