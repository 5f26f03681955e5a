/** The health of the clients, at the names that Spring Boot 4 has, and at those of 2 and 3. */
package io.openons.spring.health;
