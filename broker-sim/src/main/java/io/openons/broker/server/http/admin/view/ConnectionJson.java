package io.openons.broker.server.http.admin.view;

/**
 * How a client is connected; what it did not say is empty.
 *
 * @param protocol the protocol
 * @param language the language of its library
 * @param version the version of its library
 * @param address its address
 * @param since when it was connected; null when that is not known
 */
public record ConnectionJson(
    String protocol, String language, String version, String address, String since) {}
