/** The log of the process: records of SLF4J and of the JDK, given to the program or to stderr. */
package io.openons.bridge.logs;
