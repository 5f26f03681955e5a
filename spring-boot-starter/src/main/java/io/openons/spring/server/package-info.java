/** The servers of an application: their properties and their producers. */
package io.openons.spring.server;
