/** Commands that show and change what a broker has. */
package io.openons.ctl.operate;
