/** Where topics are. */
package io.openons.broker.server.remoting.route;
