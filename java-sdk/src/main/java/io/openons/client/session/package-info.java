/**
 * Keeps servers informed about a client and the client about servers: one telemetry stream per
 * endpoints, on which settings are exchanged, a heartbeat, and the goodbye. {@link
 * io.openons.client.session.ClientCore} puts together what every kind of client needs.
 */
package io.openons.client.session;
