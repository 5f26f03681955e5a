/** Commands that look at a broker as a whole: its state, and what is wrong. */
package io.openons.ctl.check;
