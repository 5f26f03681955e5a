package io.openons.broker.core.admin.view;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.GroupSettings;

/**
 * A consumer group, for operators.
 *
 * @param name its name
 * @param settings its settings
 * @param madeOnUse whether it was made because somebody named it, and nobody declared it since
 * @param members how many of its clients live
 * @param topics in how many topics it has begun
 * @param lag how many messages of these it did not commit yet
 */
public record GroupView(
    ResourceName name,
    GroupSettings settings,
    boolean madeOnUse,
    int members,
    int topics,
    long lag) {}
