/** What all commands share: options, the broker, ways to show what it has. */
package io.openons.ctl.command;
