/** Random programs, compared between the languages. */
package io.openons.conformance.random;
