/**
 * The broker and clients of other makers, unmodified, each in a process of its own: their class
 * path never meets ours. Test and process talk in {@link io.openons.tests.interop.Line lines}.
 */
package io.openons.tests.interop;
