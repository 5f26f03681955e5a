/**
 * Where topics are: routes, asked for once, kept, refreshed, and asked for again when they fail.
 */
package io.openons.client.route;
