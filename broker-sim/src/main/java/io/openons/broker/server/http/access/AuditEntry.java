package io.openons.broker.server.http.access;

/**
 * What an operator asked for.
 *
 * @param number counts the entries
 * @param time when it was
 * @param user who it was; null when nobody was signed in
 * @param address where the request came from
 * @param action method and path
 * @param status the status of the answer
 * @param detail what was wrong; null when nothing was
 */
public record AuditEntry(
    long number,
    String time,
    String user,
    String address,
    String action,
    int status,
    String detail) {}
