/** The nouns of the wire as those of the core, and back; knows neither calls nor connections. */
package io.openons.broker.server.grpc.v1.translate;
