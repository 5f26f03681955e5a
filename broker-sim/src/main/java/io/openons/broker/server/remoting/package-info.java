/**
 * The RocketMQ remoting protocol: name server and broker on one port, translated into calls on the
 * core.
 */
package io.openons.broker.server.remoting;
