package io.openons.broker.server.http.access;

import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.api.Texts;
import io.openons.broker.server.http.call.Request;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators changed, and what was refused to them: kept for seven days. Each entry is also a
 * line of the log. Thread-safe.
 */
public final class Audit {
  /** Entries that can be read: about 3 MB. Ours. */
  private static final int MOST = 10_000;

  private static final Logger log = LoggerFactory.getLogger(Audit.class);

  private final InstantSource clock;
  private final Scheduler scheduler;
  private final AuditFolder folder;
  private final Deque<AuditEntry> entries = new ArrayDeque<>();
  private boolean isLoaded;
  private long last;

  /**
   * Goes on with the log of a folder.
   *
   * @param scheduler writes entries, so that no request waits for the disk
   */
  public Audit(Path folder, InstantSource clock, Scheduler scheduler) {
    this.folder = new AuditFolder(folder);
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /**
   * Adds an entry.
   *
   * @param session who asked; null for nobody
   * @param detail what was wrong; null for nothing
   */
  public void add(Request request, Session session, int status, String detail) {
    String user = session == null ? null : session.user();
    String address = request.client().getAddress().getHostAddress();
    String action = Texts.oneLine(request.method() + " " + request.path());
    AuditEntry entry;
    synchronized (this) {
      // By the clock, so that they go on after a restart without reading those before.
      last = Math.max(last + 1, clock.millis() * 1000);
      entry =
          new AuditEntry(last, clock.instant().toString(), user, address, action, status, detail);
      entries.addLast(entry);
      if (entries.size() > MOST) {
        entries.removeFirst();
      }
    }
    scheduler.background(() -> append(entry));
    log.info(
        "{} of {} at {}: {}{}",
        action,
        user == null ? "anybody" : user,
        address,
        status,
        detail == null ? "" : ", " + Texts.oneLine(detail));
  }

  private void append(AuditEntry entry) {
    synchronized (folder) {
      folder.append(entry);
    }
  }

  /** Returns a page of the entries, the latest first; its cursors are their numbers. */
  public synchronized Page<AuditEntry> list(PageRequest request) {
    load();
    long before = request.number(Long.MAX_VALUE);
    List<AuditEntry> items = new ArrayList<>();
    Iterator<AuditEntry> latestFirst = entries.descendingIterator();
    while (latestFirst.hasNext()) {
      AuditEntry entry = latestFirst.next();
      if (entry.number() < before && entry.action().contains(request.contains())) {
        if (items.size() == request.limit()) {
          return new Page<>(items, String.valueOf(items.get(items.size() - 1).number()));
        }
        items.add(entry);
      }
    }
    return new Page<>(items, null);
  }

  /** Reads those of before the start, once somebody wants them. */
  private void load() {
    if (!isLoaded) {
      isLoaded = true;
      long first = entries.isEmpty() ? Long.MAX_VALUE : entries.getFirst().number();
      List<AuditEntry> before;
      synchronized (folder) {
        before = folder.latest(first, MOST - entries.size());
      }
      for (int i = before.size() - 1; i >= 0; i--) {
        entries.addFirst(before.get(i));
      }
    }
  }
}
