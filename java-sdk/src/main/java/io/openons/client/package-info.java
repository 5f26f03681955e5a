/**
 * The machinery behind the ONS surface; one way in, {@link io.openons.client.ClientFactory}.
 *
 * <p>The packages below, in the order in which a message meets them: {@code config} reads
 * properties, {@code producer} and {@code consumer} do the work of a client, {@code route} knows
 * where topics are, {@code session} keeps the server informed about the client, {@code rpc} speaks
 * gRPC, {@code runtime} holds what all clients of the process share. Applications use none of them.
 */
package io.openons.client;
