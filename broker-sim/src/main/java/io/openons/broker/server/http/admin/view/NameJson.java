package io.openons.broker.server.http.admin.view;

/**
 * Something that has a name.
 *
 * @param name the name
 */
public record NameJson(String name) {}
