package io.openons.client.producer;

import com.aliyun.openservices.ons.api.SendResult;
import io.openons.proto.v2.Endpoints;

/**
 * What came of a send.
 *
 * @param transactionId of a half message; empty for others
 * @param to who has the message
 */
record Sent(SendResult result, String transactionId, Endpoints to) {}
