/**
 * What operators' tools ask, such as {@code mqadmin}: translated into calls on the operators' side.
 */
package io.openons.broker.server.remoting.admin;
