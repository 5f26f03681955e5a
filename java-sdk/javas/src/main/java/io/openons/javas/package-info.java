/** The tests of the client on older and newer Javas than the one that builds it. */
package io.openons.javas;
