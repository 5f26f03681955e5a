/** What all protocols share: event loops, group commit, calls that wait. */
package io.openons.broker.server.net;
