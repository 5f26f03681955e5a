package io.openons.broker.server.http.access;

import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Texts;
import io.openons.broker.server.http.call.Request;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators changed, and what was refused to them. Each entry is a line of the log; the latest
 * ones can be read here. Thread-safe.
 */
public final class Audit {
  /** Entries that are kept: about 3 MB. Ours. */
  private static final int MOST = 10_000;

  private static final Logger log = LoggerFactory.getLogger(Audit.class);

  private final InstantSource clock;
  private final Deque<AuditEntry> entries = new ArrayDeque<>();
  private long last;

  /** Makes an empty log. */
  public Audit(InstantSource clock) {
    this.clock = clock;
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
    synchronized (this) {
      entries.addLast(
          new AuditEntry(
              ++last, clock.instant().toString(), user, address, action, status, detail));
      if (entries.size() > MOST) {
        entries.removeFirst();
      }
    }
    log.info(
        "{} of {} at {}: {}{}",
        action,
        user == null ? "anybody" : user,
        address,
        status,
        detail == null ? "" : ", " + Texts.oneLine(detail));
  }

  /** Returns a page of the entries, the latest first; its cursors are their numbers. */
  public synchronized Page<AuditEntry> list(PageRequest request) {
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
}
