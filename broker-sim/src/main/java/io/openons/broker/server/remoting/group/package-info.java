/** Which clients live, what they are members of, and what they are told. */
package io.openons.broker.server.remoting.group;
