/**
 * Properties in, typed configuration out.
 *
 * <p>{@link io.openons.client.config.OnsProperties} is the one table of all keys. {@link
 * io.openons.client.config.PropertyReader} reads values by it and answers every unusable one with
 * an exception that names key, value and remedy. Behind this package nobody sees a {@link
 * java.util.Properties} again.
 */
package io.openons.client.config;
