/**
 * The start cache: classes stored as Java has loaded them, so that later processes start in a third
 * of the time. The first process that finds none has it made in the background, by a process of its
 * own; native code (`jvm/start_cache.cpp`) says where and looks for it.
 */
package io.openons.bridge.start;
