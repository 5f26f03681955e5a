/** A call of any version: where it comes from, who calls, and how it is answered or refused. */
package io.openons.broker.server.grpc.call;
