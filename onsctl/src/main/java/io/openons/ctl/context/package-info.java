/** Brokers that have names: the file of contexts. */
package io.openons.ctl.context;
