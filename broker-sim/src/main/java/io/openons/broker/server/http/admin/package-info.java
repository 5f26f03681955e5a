/**
 * The API for operators, as {@code proto/src/main/openapi/admin.yaml} describes it: translates
 * requests into calls on {@link io.openons.broker.core.Administration}, and holds no rules.
 */
package io.openons.broker.server.http.admin;
