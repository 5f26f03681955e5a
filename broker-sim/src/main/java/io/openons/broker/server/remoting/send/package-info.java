/** Sending, giving back, deciding transactions. */
package io.openons.broker.server.remoting.send;
