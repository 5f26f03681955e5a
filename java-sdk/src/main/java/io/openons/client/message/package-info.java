/**
 * Messages between the application's form and the wire's: encoding with ids and sharding keys,
 * decoding with checks of the body, and the budget that bounds those received and not yet handled.
 */
package io.openons.client.message;
