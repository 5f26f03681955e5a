package io.openons.broker.server.http.admin.view;

/**
 * How much was done.
 *
 * @param topics topics made or changed
 * @param groups groups made or changed
 */
public record CountJson(int topics, int groups) {}
