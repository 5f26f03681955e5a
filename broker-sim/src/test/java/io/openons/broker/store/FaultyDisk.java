package io.openons.broker.store;

import io.openons.broker.store.disk.DiskUsage;
import io.openons.broker.store.disk.ForwardingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A real disk that fails on demand: full after some bytes, unable to flush, or fuller than it is.
 */
public final class FaultyDisk extends ForwardingDisk {
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
    return new FaultyFile(super.open(file));
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    takeRoom(content.length);
    super.replace(file, content);
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

  private final class FaultyFile extends ForwardingFile {
    FaultyFile(DiskFile file) {
      super(file);
    }

    @Override
    public void write(ByteBuffer bytes, long place) throws IOException {
      if (bytes.remaining() > room) {
        // A full disk takes what still fits.
        super.write(bytes.slice(bytes.position(), (int) room), place);
        room = 0;
        throw new IOException("No space left on device");
      }
      room -= bytes.remaining();
      super.write(bytes, place);
    }

    @Override
    public void force() throws IOException {
      if (forceFails) {
        throw new IOException("Input/output error");
      }
      super.force();
    }
  }
}
