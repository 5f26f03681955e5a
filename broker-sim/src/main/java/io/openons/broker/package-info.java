/**
 * The broker as users take it: embedded in a program or test ({@link io.openons.broker.OnsBroker}),
 * or as a process ({@link io.openons.broker.process.Main}).
 */
package io.openons.broker;
