/** Measures sends and calls of listeners, with Micrometer if it is there. */
package io.openons.spring.observation;
