/**
 * Stands for methods that Java 8 lacks. The sources of the client are written for Java 17; the
 * build sends the calls that {@code src/main/java8/replacements.txt} names to these classes, and
 * refuses others. Not for users of the client.
 */
package io.openons.client.java8;
