/** What monitoring reads: metrics in Prometheus' format, and whether the broker is well. */
package io.openons.broker.server.http.metrics;
