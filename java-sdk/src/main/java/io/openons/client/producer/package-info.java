/**
 * Sending. {@link io.openons.client.producer.OnsProducer} is the surface; behind it a {@code
 * SendCall} carries one message through its attempts, a {@code MessageSender} puts it on the wire,
 * through a {@code SendLane} in company if the server takes that, {@code Callbacks} hands the
 * outcome out. No thread is handed a message on its way to the wire, and nothing is scheduled for
 * it, unless an attempt failed.
 */
package io.openons.client.producer;
