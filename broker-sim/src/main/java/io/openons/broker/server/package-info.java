/**
 * Translates protocols into calls on {@code core} and holds no rules of its own. One package a
 * protocol; protocols share {@code net} and never import each other.
 */
package io.openons.broker.server;
