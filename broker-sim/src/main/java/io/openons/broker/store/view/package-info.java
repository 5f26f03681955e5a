/** Views computed from the log: queues, latest values, the index by id and key. */
package io.openons.broker.store.view;
