/**
 * gRPC: channels that all clients of the process share, headers and signatures, single calls, and
 * the translation of every failure into an {@link
 * com.aliyun.openservices.ons.api.exception.ONSClientException} that says what failed, where, and
 * what to do.
 *
 * <p>Answers arrive on the threads that move bytes; what is chained to them must not block.
 */
package io.openons.client.rpc;
