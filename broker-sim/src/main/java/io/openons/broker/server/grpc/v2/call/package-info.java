/** How calls of this version are answered. */
package io.openons.broker.server.grpc.v2.call;
