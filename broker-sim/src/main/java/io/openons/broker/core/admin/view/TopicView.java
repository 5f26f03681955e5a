package io.openons.broker.core.admin.view;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.topic.TopicSettings;

/**
 * A topic, for operators.
 *
 * @param name its name; those of dead letters and redeliveries name their group
 * @param settings its settings
 * @param madeOnUse whether it was made because somebody named it, and nobody declared it since
 * @param messages how many messages it has now
 */
public record TopicView(
    ResourceName name, TopicSettings settings, boolean madeOnUse, long messages) {}
