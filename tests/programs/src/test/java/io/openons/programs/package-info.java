/** Programs as users of the commercial SDK have them, against the jars that we ship. */
package io.openons.programs;
