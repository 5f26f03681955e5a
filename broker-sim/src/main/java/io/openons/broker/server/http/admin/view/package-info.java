/** The values of the API for operators, as they are written in JSON. */
package io.openons.broker.server.http.admin.view;
