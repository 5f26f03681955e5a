/** The admin API of a broker, as the commands call it. */
package io.openons.ctl.api;
