/**
 * Who may use the services of the HTTP port: sessions, log-in attempts, browsers, the audit log.
 */
package io.openons.broker.server.http.access;
