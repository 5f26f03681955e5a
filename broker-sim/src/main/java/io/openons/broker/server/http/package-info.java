/**
 * The HTTP port: connections, their limits, and requests. What is served on it are {@link
 * io.openons.broker.server.http.call.Service services} in packages of their own.
 */
package io.openons.broker.server.http;
