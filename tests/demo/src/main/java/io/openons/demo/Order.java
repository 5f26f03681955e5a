package io.openons.demo;

/**
 * One order as it travels.
 *
 * @param id what the message's key is
 * @param status what the message's tag is: new, paid, shipped, cancelled or returned
 * @param json the message's body, UTF-8
 */
public record Order(String id, String status, byte[] json) {}
