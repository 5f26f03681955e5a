package io.openons.broker.server.http.admin.view;

import io.openons.broker.core.access.AdminRole;

/**
 * Who is signed in.
 *
 * @param signInNeeded whether this broker has access control
 * @param user who it is; null without access control
 * @param role what that may do
 */
public record SessionJson(boolean signInNeeded, String user, AdminRole role) {}
