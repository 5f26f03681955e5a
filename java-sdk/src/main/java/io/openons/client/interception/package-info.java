/** Calls the interceptors that an application has put on the class path. */
package io.openons.client.interception;
