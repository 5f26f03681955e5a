/** Messages as the remoting protocol has them. */
package io.openons.broker.server.remoting.message;
