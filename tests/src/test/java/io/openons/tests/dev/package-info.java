/** The script {@code dev}, and what it and continuous integration run beside Maven. */
package io.openons.tests.dev;
