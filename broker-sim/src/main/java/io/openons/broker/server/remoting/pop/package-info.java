/** Taking messages under leases, for clients that leave the sharing of queues to the broker. */
package io.openons.broker.server.remoting.pop;
