/**
 * The programs that do with each language what the runner asks for, and the lines of the protocol.
 */
package io.openons.conformance.drivers;
