package io.openons.broker.core;

import io.openons.broker.core.admin.BrokerAdmin;
import io.openons.broker.core.admin.ClientAdmin;
import io.openons.broker.core.admin.DeadLetterAdmin;
import io.openons.broker.core.admin.GroupAdmin;
import io.openons.broker.core.admin.MessageAdmin;
import io.openons.broker.core.admin.OffsetAdmin;
import io.openons.broker.core.admin.TopicAdmin;
import io.openons.broker.core.admin.TransactionAdmin;

/**
 * The operators' side of a broker, by subject.
 *
 * @param broker the broker itself
 * @param topics topics and their queues
 * @param groups groups, their clients, and how far they are behind
 * @param clients the clients that live
 * @param messages finding messages
 * @param offsets where groups go on
 * @param deadLetters what groups could not consume
 * @param transactions transactions that are not decided
 */
public record Administration(
    BrokerAdmin broker,
    TopicAdmin topics,
    GroupAdmin groups,
    ClientAdmin clients,
    MessageAdmin messages,
    OffsetAdmin offsets,
    DeadLetterAdmin deadLetters,
    TransactionAdmin transactions) {}
