/** The translator of gRPC {@code apache.rocketmq.v1}, which ons-client 2.0 speaks. */
package io.openons.broker.server.grpc.v1;
