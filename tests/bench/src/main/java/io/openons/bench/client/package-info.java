/**
 * What takes part on the side of the clients: our SDK, the official one, and what each is measured
 * by.
 */
package io.openons.bench.client;
