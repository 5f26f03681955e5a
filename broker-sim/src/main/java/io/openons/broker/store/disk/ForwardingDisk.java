package io.openons.broker.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The real disk, for those that change a part of what it does, as faults in tests. */
public abstract class ForwardingDisk implements Disk {
  private final Disk real = new NioDisk();

  @Override
  public DiskFile open(Path file) throws IOException {
    return real.open(file);
  }

  @Override
  public DiskFile openReadOnly(Path file) throws IOException {
    return real.openReadOnly(file);
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
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
    return real.usage(folder);
  }

  /** A file of the real disk. */
  public abstract static class ForwardingFile implements DiskFile {
    private final DiskFile real;

    protected ForwardingFile(DiskFile real) {
      this.real = real;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public void read(ByteBuffer into, long place) throws IOException {
      real.read(into, place);
    }

    @Override
    public void write(ByteBuffer bytes, long place) throws IOException {
      real.write(bytes, place);
    }

    @Override
    public ByteBuffer map(long place, long size) throws IOException {
      return real.map(place, size);
    }

    @Override
    public void truncate(long size) throws IOException {
      real.truncate(size);
    }

    @Override
    public void force() throws IOException {
      real.force();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
