package io.openons.broker.server.http.admin.view;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items the entries
 * @param next the cursor of the page after this one; null after the last
 * @param <T> what the list has
 */
public record PageJson<T>(List<T> items, String next) {}
