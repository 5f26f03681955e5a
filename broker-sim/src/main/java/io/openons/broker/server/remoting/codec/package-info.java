/** Frames of the remoting protocol: their header in two forms, and their fields. */
package io.openons.broker.server.remoting.codec;
