package io.openons.spring.example;

/** An order; travels as JSON. */
public record Order(String id, int price) {}
