/** The cases as data, and as text. */
package io.openons.conformance.cases;
