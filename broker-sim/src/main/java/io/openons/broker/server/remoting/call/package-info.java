/** Requests under way: who asks, what is answered, and when that is written. */
package io.openons.broker.server.remoting.call;
