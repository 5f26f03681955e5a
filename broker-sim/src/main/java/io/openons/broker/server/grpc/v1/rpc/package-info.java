/** The RPCs of the service: each turns its request into a call on the core, and the result back. */
package io.openons.broker.server.grpc.v1.rpc;
