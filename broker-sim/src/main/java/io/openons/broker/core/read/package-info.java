/** Reading without a lease: at an offset, by id, by key, by time. */
package io.openons.broker.core.read;
