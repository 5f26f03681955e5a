/** Small things that later versions of Java have and Java 8 has not. */
package io.openons.client.platform;
