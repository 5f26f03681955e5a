/**
 * The broker as users take it: embedded in a program or test ({@link OnsBroker}), or as a process
 * ({@link Main}).
 */
package io.openons.broker;
