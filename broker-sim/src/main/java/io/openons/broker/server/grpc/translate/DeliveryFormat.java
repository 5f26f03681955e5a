package io.openons.broker.server.grpc.translate;

/**
 * What delivered messages need to know of who receives them.
 *
 * @param storeHost the address that they are said to be stored at
 * @param digest how their bodies are secured
 */
public record DeliveryFormat(String storeHost, BodyDigest digest) {}
