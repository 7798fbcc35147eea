package dev.entail.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder of our own. It is in memory where the system offers that and has room to spare, because what servers of tests
 * make durable need not survive anything and waiting for disks takes most of their time; else in the temp folder.
 */
final class TempFolder implements AutoCloseable {
    private static final Path IN_MEMORY = Path.of("/dev/shm");
    private static final long ROOM_IN_BYTES = 4L << 30;

    private final Path path;

    private TempFolder(Path path) {
        this.path = path;
    }

    static TempFolder create(String purpose) {
        try {
            String prefix = "entail-" + purpose + "-";
            return new TempFolder(
                    hasRoomInMemory()
                            ? Files.createTempDirectory(IN_MEMORY, prefix)
                            : Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made: " + e.getMessage(), e);
        }
    }

    private static boolean hasRoomInMemory() {
        try {
            return Files.isWritable(IN_MEMORY) && Files.getFileStore(IN_MEMORY).getUsableSpace() >= ROOM_IN_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Removes the folder with everything in it. A server that is just ending may remove files at the same time. */
    @Override
    public void close() {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.walkFileTree(path, new Removal());
                return;
            } catch (NoSuchFileException e) {
                return;
            } catch (IOException e) {
                if (attempt == 5) {
                    throw new UncheckedIOException("cannot remove " + path, e);
                }
            }
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
