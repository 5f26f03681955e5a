/** The servers that clients are measured against, each started in processes of its own. */
package io.openons.bench.server;
