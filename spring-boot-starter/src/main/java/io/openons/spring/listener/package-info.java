/** From methods with {@link io.openons.spring.OnsListener} to consumers that call them. */
package io.openons.spring.listener;
