/**
 * Brokers for tests of programs that use the ONS client: {@link io.openons.test.OnsBrokerTest} for
 * JUnit, {@link io.openons.test.TestBroker} for everything else. docs/testing.md shows whole tests.
 */
package io.openons.test;
