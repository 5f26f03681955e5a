/** Topics, their queues and settings. */
package io.openons.broker.core.topic;
