/** The file system and its limits; tests replace it by a disk that fails. */
package io.openons.broker.store.disk;
