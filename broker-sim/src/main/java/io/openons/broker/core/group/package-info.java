/** Consumer groups: settings, progress, leases, order, dead letters. */
package io.openons.broker.core.group;
