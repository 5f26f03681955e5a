/** Messages and errors as the bytes that cross the border; knows no client and no callback. */
package io.openons.bridge.frames;
