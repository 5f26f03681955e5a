/**
 * Where a message is stored by its kind: at once, at its delivery time, or when its transaction is
 * decided.
 */
package io.openons.broker.core.send;
