/** onsctl, the broker from a terminal. */
package io.openons.ctl;
