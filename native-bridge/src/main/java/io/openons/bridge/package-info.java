/**
 * The Java side of {@code libonsclient}: {@link io.openons.bridge.Border} is what native code sees;
 * behind it one class per kind of client, the frames in which messages cross, and the log.
 */
package io.openons.bridge;
