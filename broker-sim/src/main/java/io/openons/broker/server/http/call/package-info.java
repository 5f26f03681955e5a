/** What a request and its answer are, whichever service answers. */
package io.openons.broker.server.http.call;
