/** A process for each client, the loads that it runs, and what it measures. */
package io.openons.bench.worker;
