package io.openons.broker.server.http.access;

import io.openons.broker.core.api.Texts;
import io.openons.broker.server.http.call.Json;
import io.openons.broker.server.http.call.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log on disk: a file for each day, an entry as JSON in each line. Files that are too old
 * are deleted. A disk that fails is told in the log, and keeps nobody from working. Not
 * thread-safe.
 */
final class AuditFolder {
  /** Days that are kept, today included. */
  static final int DAYS = 7;

  /** A day has no more bytes; what comes then is in the log of the process only. Ours. */
  private static final long MOST_BYTES = 64L << 20;

  private static final String END = ".jsonl";
  private static final Logger log = LoggerFactory.getLogger(AuditFolder.class);

  private final Path folder;
  private LocalDate day;

  AuditFolder(Path folder) {
    this.folder = folder;
  }

  void append(AuditEntry entry) {
    LocalDate today = LocalDate.parse(entry.time().substring(0, 10));
    try {
      if (!today.equals(day)) {
        Files.createDirectories(folder);
        deleteBefore(today.minusDays(DAYS - 1L));
        day = today;
      }
      Path file = folder.resolve(today + END);
      if (Files.notExists(file) || Files.size(file) < MOST_BYTES) {
        String line = new String(Json.write(entry), StandardCharsets.UTF_8) + "\n";
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      log.error("entry {} of the audit log cannot be written: {}", entry.number(), e.toString());
    }
  }

  private void deleteBefore(LocalDate first) throws IOException {
    for (Path file : files()) {
      if (dayOf(file).isBefore(first)) {
        Files.delete(file);
      }
    }
  }

  /** Returns the files of days, the earliest first. */
  private List<Path> files() throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> dayOf(file) != null)
          .sorted(Comparator.comparing(AuditFolder::dayOf))
          .toList();
    }
  }

  private static LocalDate dayOf(Path file) {
    String name = file.getFileName().toString();
    try {
      return name.endsWith(END)
          ? LocalDate.parse(name.substring(0, name.length() - END.length()))
          : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Returns the latest entries before one, the earliest of them first; at most so many. */
  List<AuditEntry> latest(long before, int most) {
    Deque<AuditEntry> entries = new ArrayDeque<>();
    try {
      for (Path file : files()) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            AuditEntry entry = read(line);
            if (entry != null && entry.number() < before) {
              entries.addLast(entry);
              if (entries.size() > most) {
                entries.removeFirst();
              }
            }
          }
        }
      }
    } catch (IOException e) {
      log.error("the audit log in {} cannot be read: {}", folder, e.toString());
    }
    return new ArrayList<>(entries);
  }

  private static AuditEntry read(String line) {
    try {
      return Json.read(line.getBytes(StandardCharsets.UTF_8), AuditEntry.class);
    } catch (Problem torn) {
      // The end that a crash left.
      log.warn("passes over a line of the audit log that is no entry: {}", Texts.shorten(line));
      return null;
    }
  }
}
