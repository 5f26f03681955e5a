/**
 * What the demo and the benchmarks share: the broker as a child process, and tables for a terminal.
 */
package io.openons.harness;
