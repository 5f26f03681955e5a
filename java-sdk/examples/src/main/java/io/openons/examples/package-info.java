/**
 * Small programs, one for each way of using the client. Each takes the server's address as its
 * argument, prints what it does, and ends by itself: with exit code 0, or with 1 and the reason.
 */
package io.openons.examples;
