/** What an application that is built ahead of time, also as a native image, needs to know. */
package io.openons.spring.aot;
