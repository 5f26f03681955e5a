package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.Message;
import java.util.List;

/**
 * What was read from a queue.
 *
 * @param nextOffset where to go on
 */
public record Fetched(List<Message> messages, long nextOffset) {}
