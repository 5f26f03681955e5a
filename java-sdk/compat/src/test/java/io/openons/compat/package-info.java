/** Tests of the jar as it is shipped. */
package io.openons.compat;
