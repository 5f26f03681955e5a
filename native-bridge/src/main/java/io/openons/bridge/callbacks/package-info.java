/** The way from Java to the program: calls of native code, or events that wait to be polled. */
package io.openons.bridge.callbacks;
