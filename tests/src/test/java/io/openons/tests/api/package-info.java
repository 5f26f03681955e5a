/** The API for operators, called as its contract allows and as it does not. */
package io.openons.tests.api;
