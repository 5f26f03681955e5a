/** Payloads to bytes and back. */
package io.openons.spring.convert;
