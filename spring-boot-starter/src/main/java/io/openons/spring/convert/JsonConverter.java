package io.openons.spring.convert;

import org.springframework.messaging.converter.MessageConverter;

/**
 * The converter to and from JSON, not a {@code MessageConverter} bean itself, since other parts of
 * an application collect those.
 */
public record JsonConverter(MessageConverter converter) {}
