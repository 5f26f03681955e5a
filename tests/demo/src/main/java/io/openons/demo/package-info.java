/** {@code ./dev demo}: an order book through the broker, a restart in the middle, nothing lost. */
package io.openons.demo;
