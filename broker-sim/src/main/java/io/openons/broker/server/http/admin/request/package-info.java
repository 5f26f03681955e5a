/** Bodies of requests to the API for operators, as they are read from JSON. */
package io.openons.broker.server.http.admin.request;
