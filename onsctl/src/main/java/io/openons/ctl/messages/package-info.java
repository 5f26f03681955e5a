/** Commands that find, send and follow messages. */
package io.openons.ctl.messages;
