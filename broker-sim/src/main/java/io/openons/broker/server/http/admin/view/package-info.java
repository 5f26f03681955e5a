/** What the API for operators answers, as it is written in JSON. */
package io.openons.broker.server.http.admin.view;
