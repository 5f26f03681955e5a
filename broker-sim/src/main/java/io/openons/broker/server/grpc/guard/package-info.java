/** Bounds and rights of calls: what is refused before a call reaches its RPC. */
package io.openons.broker.server.grpc.guard;
