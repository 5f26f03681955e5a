package io.openons.broker.server.http.admin.view;

/**
 * A token for scripts.
 *
 * @param token sent as a bearer token
 * @param expiresInSeconds how long it holds
 */
public record TokenJson(String token, long expiresInSeconds) {}
