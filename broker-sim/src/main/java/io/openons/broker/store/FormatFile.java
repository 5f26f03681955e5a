package io.openons.broker.store;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.LogExtent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The file {@code openons.format}: which format a data folder has, and what its log has to hold, so
 * that a missing part of the log is noticed.
 *
 * <pre>
 * openons data folder, format 3
 * id 0123456789abcdef
 * log from 0 to 8192, running
 * checksum 89abcdef
 * </pre>
 *
 * <p>{@code running} becomes {@code stopped} when a broker stops in good order; then the log ends
 * at the second number. While a broker runs or after a crash it ends there or later.
 */
final class FormatFile {
  static final String NAME = "openons.format";

  private static final String FORMAT = "openons data folder, format 3";
  private static final Pattern FIRST_LINE = Pattern.compile("openons data folder, format \\d{1,9}");
  private static final Pattern CONTENT =
      Pattern.compile(
          FORMAT
              + "\nid ([0-9a-f]{16})\nlog from (\\d{1,18}) to (\\d{1,18}), (running|stopped)\n"
              + "checksum ([0-9a-f]{8})\n");

  private FormatFile() {}

  /**
   * Returns what a folder's log has to hold; null when the folder has no such file.
   *
   * @throws StoreException when the file is damaged or of another format
   */
  static LogExtent read(Disk disk, Path folder) {
    Path file = folder.resolve(NAME);
    byte[] bytes;
    try {
      bytes = disk.read(file);
    } catch (IOException e) {
      throw StoreException.of("data folder %s cannot be used".formatted(folder), e);
    }
    return bytes == null ? null : decode(file, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static LogExtent decode(Path file, String text) {
    Matcher content = CONTENT.matcher(text);
    String first = text.lines().findFirst().orElse("");
    if (!first.equals(FORMAT) && FIRST_LINE.matcher(first).matches()) {
      throw new StoreException(
          "%s: the folder has the format '%s', this broker knows '%s'; use the broker that wrote it"
              .formatted(file, first, FORMAT));
    }
    if (!content.matches() || !content.group(5).equals(checksum(text))) {
      throw new StoreException(
          ("%s is damaged; restore it from a backup, or run 'ons-broker fsck --repair', which makes"
                  + " it again from the log")
              .formatted(file));
    }
    return new LogExtent(
        Long.parseUnsignedLong(content.group(1), 16),
        Long.parseLong(content.group(2)),
        Long.parseLong(content.group(3)),
        content.group(4).equals("stopped"));
  }

  /** Replaces the file. */
  static void write(Disk disk, Path folder, LogExtent log) {
    String text =
        "%s\nid %016x\nlog from %d to %d, %s\nchecksum "
            .formatted(
                FORMAT,
                log.id(),
                log.begin(),
                log.durable(),
                log.stopped() ? "stopped" : "running");
    try {
      disk.replace(
          folder.resolve(NAME),
          (text + checksum(text) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw StoreException.of("%s cannot be written".formatted(folder.resolve(NAME)), e);
    }
  }

  /** Returns the checksum of all up to the last line. */
  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    String summed = text.substring(0, text.lastIndexOf("checksum "));
    crc.update(summed.getBytes(StandardCharsets.ISO_8859_1));
    return "%08x".formatted(crc.getValue());
  }
}
