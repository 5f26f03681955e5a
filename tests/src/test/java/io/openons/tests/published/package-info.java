/** The published clients beside ours: surface, properties, and behaviour without a server. */
package io.openons.tests.published;
