/** Groups whose clients share out the queues among themselves: members, locks of queues. */
package io.openons.broker.core.member;
