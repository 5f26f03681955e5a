/** What the guards of calls need to know of this version, and what its clients hear of it. */
package io.openons.broker.server.grpc.v2.guard;
