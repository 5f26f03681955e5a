/** A message: its fields, how it lies in the log, and its way in and out of the core. */
package io.openons.broker.core.message;
