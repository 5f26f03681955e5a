/** What the broker's process does when it is killed, told to end, or cannot start. */
package io.openons.tests.faults;
