/** The files that operators write or read: users, resources, the TLS identity. */
package io.openons.broker.files;
