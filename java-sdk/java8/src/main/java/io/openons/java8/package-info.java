/**
 * Rewrites class files that were compiled for Java 17 so that they run on Java 8, and refuses calls
 * that Java 8 lacks. Run by the build of the client; nothing of it is shipped.
 */
package io.openons.java8;
