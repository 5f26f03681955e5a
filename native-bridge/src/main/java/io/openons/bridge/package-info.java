/**
 * The Java side of {@code libonsclient}: {@link io.openons.bridge.Border} is all that native code
 * sees, {@link io.openons.bridge.Bridge} the table of clients behind it.
 */
package io.openons.bridge;
