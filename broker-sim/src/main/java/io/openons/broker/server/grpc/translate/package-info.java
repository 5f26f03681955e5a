/** The nouns that all versions of the wire have alike. */
package io.openons.broker.server.grpc.translate;
