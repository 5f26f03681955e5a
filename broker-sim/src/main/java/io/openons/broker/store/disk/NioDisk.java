package io.openons.broker.store.disk;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The real disk. */
public final class NioDisk implements Disk {
  @Override
  public DiskFile open(Path file) throws IOException {
    refuseFolder(file);
    return new NioFile(
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  @Override
  public DiskFile openReadOnly(Path file) throws IOException {
    refuseFolder(file);
    return new NioFile(FileChannel.open(file, StandardOpenOption.READ));
  }

  private static void refuseFolder(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FolderInPlaceOfFileException(file);
    }
    if (Files.isRegularFile(file.getParent())) {
      throw new NotDirectoryException(file.getParent().toString());
    }
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    refuseFolder(file);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      // On a full disk the half of it would take the room that others need.
      Files.deleteIfExists(next);
      throw e;
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(file.getParent());
  }

  @Override
  public byte[] read(Path file) throws IOException {
    refuseFolder(file);
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException absent) {
      return null;
    }
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      createFolder(folder.getParent());
      Files.createDirectories(folder);
      forceFolder(folder.getParent());
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException absent) {
      return List.of();
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void deleteFolder(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public DiskUsage usage(Path folder) {
    // One system call each; a FileStore would read the table of mounts each time.
    File asked = folder.toFile();
    return new DiskUsage(asked.getTotalSpace(), asked.getUsableSpace());
  }

  private record NioFile(FileChannel channel) implements DiskFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(ByteBuffer into, long place) throws IOException {
      long next = place;
      int count = 0;
      while (into.hasRemaining() && count >= 0) {
        count = channel.read(into, next);
        next += count;
      }
    }

    @Override
    public void write(ByteBuffer bytes, long place) throws IOException {
      long next = place;
      while (bytes.hasRemaining()) {
        next += channel.write(bytes, next);
      }
    }

    @Override
    public ByteBuffer map(long place, long size) throws IOException {
      // Mapping beyond the end of a writable channel makes the file longer, sparse and full of
      // zeros.
      return channel.map(MapMode.READ_ONLY, place, size);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
