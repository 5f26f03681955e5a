/**
 * The conformance suite: reads the cases of tests/conformance/cases, has the drivers of all
 * languages do them against every server, and writes what came of it as docs/conformance.md.
 */
package io.openons.conformance;
