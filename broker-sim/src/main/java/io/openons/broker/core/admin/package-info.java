/**
 * What operators see and do: lists, searches, resets, deletions. Every list comes in pages. Knows
 * no protocol; protocols for operators translate into these calls.
 */
package io.openons.broker.core.admin;
