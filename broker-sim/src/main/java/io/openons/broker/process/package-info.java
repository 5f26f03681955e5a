/** The broker as a process: command line, environment, signals, {@code fsck}. */
package io.openons.broker.process;
