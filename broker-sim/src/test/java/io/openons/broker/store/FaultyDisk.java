package io.openons.broker.store;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.DiskUsage;
import io.openons.broker.store.disk.NioDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A real disk that fails on demand: full after some bytes, unable to flush, or fuller than it is.
 */
public final class FaultyDisk implements Disk {
  private final Disk real = new NioDisk();
  private long room = Long.MAX_VALUE;
  private boolean forceFails;
  private double share;

  /** Says that this share of the disk is used. */
  public void setShare(double used) {
    share = used;
  }

  /** Lets the disk take that many more bytes, and then be full. */
  public void failWritesAfter(long bytes) {
    room = bytes;
  }

  void failForce() {
    forceFails = true;
  }

  /** Works again. */
  public void heal() {
    room = Long.MAX_VALUE;
    forceFails = false;
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new FaultyFile(real.open(file));
  }

  @Override
  public DiskFile openReadOnly(Path file) throws IOException {
    return real.openReadOnly(file);
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    takeRoom(content.length);
    real.replace(file, content);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    return real.read(file);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    real.createFolder(folder);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    return real.list(folder);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
  }

  @Override
  public void deleteFolder(Path folder) throws IOException {
    real.deleteFolder(folder);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    real.forceFolder(folder);
  }

  @Override
  public DiskUsage usage(Path folder) throws IOException {
    return new DiskUsage(1_000_000, Math.round((1 - share) * 1_000_000));
  }

  private void takeRoom(long bytes) throws IOException {
    if (bytes > room) {
      throw new IOException("No space left on device");
    }
    room -= bytes;
  }

  private final class FaultyFile implements DiskFile {
    private final DiskFile file;

    FaultyFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(ByteBuffer bytes, long place) throws IOException {
      if (bytes.remaining() > room) {
        // A full disk takes what still fits.
        file.write(bytes.slice(bytes.position(), (int) room), place);
        room = 0;
        throw new IOException("No space left on device");
      }
      room -= bytes.remaining();
      file.write(bytes, place);
    }

    @Override
    public ByteBuffer map(long place, long size) throws IOException {
      return file.map(place, size);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      if (forceFails) {
        throw new IOException("Input/output error");
      }
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
