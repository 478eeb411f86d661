package io.millrace.standalone.identity;

import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory that its owner alone can enter, with a directory below it for each service. Those of services can be read by
 * everybody who is inside, which is the service that mounts it: images have users of many numbers. Not thread-safe.
 */
final class SecretTree {
    private static final String OWNER_DIRECTORY = "rwx------";
    private static final String OWNER_FILE = "rw-------";
    private static final String SERVICE_DIRECTORY = "rwxr-xr-x";
    private static final String SERVICE_FILE = "r--r--r--";

    private final Path root;
    private final PosixFileAttributes owner;

    private SecretTree(Path root, PosixFileAttributes owner) {
        this.root = root;
        this.owner = owner;
    }

    /** The root must be there; its owner is the owner of all of it. */
    static SecretTree at(Path root) {
        try {
            PosixFileAttributes owner = Files.readAttributes(root, PosixFileAttributes.class);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString(OWNER_DIRECTORY));
            return new SecretTree(root, owner);
        } catch (IOException e) {
            throw unusable(root);
        }
    }

    /** For a service. */
    void write(String service, String file, String text) {
        write(root.resolve(service), file, text, SERVICE_DIRECTORY, SERVICE_FILE);
    }

    /** For the owner alone. */
    void writeOwn(String directory, String file, String text) {
        write(root.resolve(directory), file, text, OWNER_DIRECTORY, OWNER_FILE);
    }

    /** A directory of the owner's alone, with all that is in it. */
    Path own(String directory) {
        Path path = root.resolve(directory);
        try {
            Files.createDirectories(path);
            own(path, OWNER_DIRECTORY);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    own(file, OWNER_FILE);
                }
            }
            return path;
        } catch (IOException e) {
            throw unusable(path);
        }
    }

    boolean has(String directory, String file) {
        return Files.exists(root.resolve(directory).resolve(file));
    }

    String read(String directory, String file) {
        Path path = root.resolve(directory).resolve(file);
        try {
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw unusable(path);
        }
    }

    /** Whole or not at all, and never with a mode that is not the file's own. */
    private void write(Path directory, String file, String text, String directoryMode, String fileMode) {
        Path path = directory.resolve(file);
        try {
            Files.createDirectories(directory);
            own(directory, directoryMode);
            Path part = Files.createTempFile(directory, "." + file, "");
            Files.writeString(part, text + "\n", StandardCharsets.UTF_8);
            own(part, fileMode);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(path);
        }
    }

    private void own(Path path, String mode) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().equals(owner.owner()) || !now.group().equals(owner.group())) {
            view.setOwner(owner.owner());
            view.setGroup(owner.group());
        }
        view.setPermissions(PosixFilePermissions.fromString(mode));
    }

    private static MillraceException unusable(Path path) {
        return MillraceException.user("SECRETS", "secrets", path, "a directory that can be written and given away");
    }
}
