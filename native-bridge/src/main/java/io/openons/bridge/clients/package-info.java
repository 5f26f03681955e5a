/** One class per kind of client: it takes frames and numbers, and calls the Java client. */
package io.openons.bridge.clients;
