/** The steps of a case, each with what it does and what it checks. */
package io.openons.conformance.steps;
