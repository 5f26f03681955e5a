/**
 * Who may do what: users, their signatures and their rights on topics and groups. Knows no protocol
 * and no file; both are translated into these words elsewhere.
 */
package io.openons.broker.core.access;
