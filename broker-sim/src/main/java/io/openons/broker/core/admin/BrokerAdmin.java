package io.openons.broker.core.admin;

import io.openons.broker.core.admin.view.RuntimeView;
import io.openons.broker.core.group.Groups;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import io.openons.broker.store.disk.DiskUsage;
import io.openons.broker.store.log.Retention;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operators look at the broker itself. Safe on any thread. */
public final class BrokerAdmin {
  private static final Logger log = LoggerFactory.getLogger(BrokerAdmin.class);

  private final Journal journal;
  private final Topics topics;
  private final Groups groups;
  private final Traffic published;
  private final Traffic delivered;
  private final Instant started;

  /**
   * Makes the operators' side of a broker that starts now.
   *
   * @param published counts the messages that are stored
   * @param delivered counts the messages that consumers get
   */
  public BrokerAdmin(
      Journal journal,
      Topics topics,
      Groups groups,
      Traffic published,
      Traffic delivered,
      InstantSource clock) {
    this.journal = journal;
    this.topics = topics;
    this.groups = groups;
    this.published = published;
    this.delivered = delivered;
    this.started = clock.instant();
  }

  /** Returns how the broker is. */
  public RuntimeView runtime() {
    DiskUsage disk = journal.diskUsage();
    return new RuntimeView(
        started,
        journal.begin(),
        journal.end(),
        disk.share(),
        disk.usable(),
        published.flow(),
        delivered.flow());
  }

  /** Returns the settings that can be changed now. */
  public RuntimeSettings settings() {
    return new RuntimeSettings(
        topics.createsOnUse(), topics.queuesOfNew(), journal.retention().age());
  }

  /** Changes settings until the broker ends. */
  public synchronized void change(RuntimeSettings changed) {
    topics.setNew(changed.autoCreate(), changed.queuesOfNewTopics());
    groups.setCreatesOnUse(changed.autoCreate());
    journal.setRetention(new Retention(changed.retention(), journal.retention().bytes()));
    log.info("the broker runs with {} until it ends", changed);
  }
}
