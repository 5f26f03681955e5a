/** Finding messages. */
package io.openons.broker.server.remoting.query;
