/**
 * Logging: SLF4J, and beside it, when a program asks for it, a file of our own as the commercial
 * client writes it.
 */
package io.openons.client.logging;
