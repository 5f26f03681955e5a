/** What cases run against. */
package io.openons.conformance.servers;
