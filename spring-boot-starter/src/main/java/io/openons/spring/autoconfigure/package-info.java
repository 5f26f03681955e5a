/** What Spring Boot configures by itself, and its properties. */
package io.openons.spring.autoconfigure;
