/** What the guards of calls need to know of this version. */
package io.openons.broker.server.grpc.v1.guard;
