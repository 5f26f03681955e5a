/** The translator of gRPC {@code apache.rocketmq.v2}. */
package io.openons.broker.server.grpc.v2;
