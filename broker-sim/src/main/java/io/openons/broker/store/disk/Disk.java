package io.openons.broker.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The file operations that the store needs, and nothing else. The store reaches files only through
 * this interface, so a test can put a disk in its place that fails, fills up, tears or reorders
 * writes.
 */
public interface Disk {
  /** Opens a file for reading and writing, and creates it when it does not exist. */
  DiskFile open(Path file) throws IOException;

  /** Opens a file only to read it; it must exist. */
  DiskFile openReadOnly(Path file) throws IOException;

  /**
   * Replaces the content of a file so that a crash leaves either the old or the new content, never
   * a mixture.
   */
  void replace(Path file, byte[] content) throws IOException;

  /** Returns the content of a file, or null when there is no such file. */
  byte[] read(Path file) throws IOException;

  /** Makes a folder and its parents, durably; no error when it exists. */
  void createFolder(Path folder) throws IOException;

  /** Returns the files directly in a folder, sorted by name; none when there is no such folder. */
  List<Path> list(Path folder) throws IOException;

  /** Deletes a file; no error when it does not exist. */
  void delete(Path file) throws IOException;

  /** Deletes a folder with all it contains; no error when it does not exist. */
  void deleteFolder(Path folder) throws IOException;

  /** Makes the creation of files in a folder durable. */
  void forceFolder(Path folder) throws IOException;

  /** Measures the disk that holds a folder. */
  DiskUsage usage(Path folder) throws IOException;

  /** One open file. Reading is safe on any thread; writing is for one thread at a time. */
  interface DiskFile extends AutoCloseable {
    /** Returns the length in bytes. */
    long size() throws IOException;

    /**
     * Reads from a place in the file until the buffer is full or the file ends. Unlike a mapping,
     * reading where nothing was ever written takes no room on any disk.
     */
    void read(ByteBuffer into, long place) throws IOException;

    /** Writes all remaining bytes at a place in the file. */
    void write(ByteBuffer bytes, long place) throws IOException;

    /**
     * Maps a part of the file for reading, also after the file is closed; the file grows with zeros
     * when it is shorter, if it is open for writing. Only what was written may be read: elsewhere a
     * full disk may have no page to show, which is an {@link InternalError}.
     */
    ByteBuffer map(long place, long size) throws IOException;

    /** Cuts the file to a length. */
    void truncate(long size) throws IOException;

    /** Makes everything written so far durable. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }
}
