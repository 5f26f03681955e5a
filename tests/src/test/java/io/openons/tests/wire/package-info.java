/**
 * The broker at its gRPC port, spoken to by hand: no client library stands between the bytes of a
 * test and the broker. Each class is one call of the interface: a table of bad input with the
 * answers, and what good input brings about.
 */
package io.openons.tests.wire;
