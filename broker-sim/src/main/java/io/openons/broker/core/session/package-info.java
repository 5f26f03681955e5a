/** The clients that are connected, and how they are reached. */
package io.openons.broker.core.session;
