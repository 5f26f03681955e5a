/** Reading queues at offsets, and where groups are in them. */
package io.openons.broker.server.remoting.pull;
