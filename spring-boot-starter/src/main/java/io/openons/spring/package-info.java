/**
 * The client in Spring Boot: {@link io.openons.spring.OnsListener} receives, {@link
 * io.openons.spring.OnsTemplate} sends, {@link io.openons.spring.OnsTransactionListener} decides
 * transactions. Applications import from here, and from {@code io.openons.spring.test} in tests.
 */
package io.openons.spring;
