/**
 * Bytes and files: the append-only commit log, which is the one source of truth, and the views that
 * are computed from it.
 *
 * <p>This layer knows positions, lengths, checksums and queues of entries; what a record means is
 * known to {@code core}.
 */
package io.openons.broker.store;
