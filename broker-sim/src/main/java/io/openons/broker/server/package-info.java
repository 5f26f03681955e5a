/**
 * Translates protocols into calls on {@code core} and holds no rules of its own. Today: gRPC {@code
 * apache.rocketmq.v2}, in TLS and in plaintext on one port.
 */
package io.openons.broker.server;
