/** The conformance driver in Java: tests/conformance/drivers/README.md says what it understands. */
package io.openons.conformance.driver;
