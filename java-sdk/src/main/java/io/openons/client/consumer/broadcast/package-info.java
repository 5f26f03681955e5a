/**
 * Consumers that all get every message, and keep their progress themselves, in a file or in an
 * {@link com.aliyun.openservices.ons.api.OffsetStore} of the application.
 */
package io.openons.client.consumer.broadcast;
