/** What people see: tables, colours, progress, questions. */
package io.openons.ctl.screen;
