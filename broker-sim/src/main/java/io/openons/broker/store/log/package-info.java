/** The append-only commit log: segments, records, recovery of the end. */
package io.openons.broker.store.log;
