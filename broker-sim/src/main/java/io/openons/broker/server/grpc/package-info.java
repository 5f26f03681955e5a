/**
 * gRPC, with a package for each version of the wire; what the versions share is beside them. They
 * never import each other.
 */
package io.openons.broker.server.grpc;
