package worldmesh.mesh.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import worldmesh.mesh.crypto.Ed25519Signer;

/**
 * The file that holds a peer's private key: one line {@code worldmesh-ed25519-1 <64 hexadecimal digits>}, readable by
 * its owner alone. Stateless.
 */
public final class KeyFile {
    private static final String TAG = "worldmesh-ed25519-1 ";
    private static final int MAX_BYTES = 256;
    private static final Set<PosixFilePermission> PRIVATE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFile() {}

    /** Reads the key at {@code file}, or draws one and stores it there when there is no such file. */
    public static Ed25519Signer loadOrCreate(Path file, SecureRandom random) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                return create(file, random);
            } catch (FileAlreadyExistsException e) {
                // Another process was faster: its key is the one to use.
                return load(file);
            } catch (IOException e) {
                throw new KeyFileException(
                        "cannot create the key file " + file + ": " + e.getMessage() + "; choose a writable place", e);
            }
        }
        return load(file);
    }

    /** Reads the key at {@code file}. */
    public static Ed25519Signer load(Path file) {
        refuseIfShared(file);
        byte[] content = read(file);
        String line = new String(content, StandardCharsets.US_ASCII).strip();
        Arrays.fill(content, (byte) 0);
        if (!line.startsWith(TAG) || line.length() != TAG.length() + 2 * Ed25519Signer.SEED_BYTES) {
            throw malformed(file, null);
        }
        try {
            byte[] seed = HexFormat.of().parseHex(line.substring(TAG.length()));
            Ed25519Signer signer = Ed25519Signer.ofSeed(seed);
            Arrays.fill(seed, (byte) 0);
            return signer;
        } catch (IllegalArgumentException e) {
            throw malformed(file, e);
        }
    }

    private static KeyFileException malformed(Path file, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "the key file " + file + " is not one line '" + TAG
                + "<64 hexadecimal digits>'; restore it from a backup, or move it away to become a new peer";
        return cause == null ? new KeyFileException(message) : new KeyFileException(message, cause);
    }

    private static byte[] read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                throw malformed(file, null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KeyFileException(
                    "cannot read the key file " + file + ": " + e.getMessage() + "; give its owner access", e);
        }
    }

    private static void refuseIfShared(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // a file system without permissions, such as FAT: the owner chose it
        }
        try {
            Set<PosixFilePermission> found = view.readAttributes().permissions();
            if (!PRIVATE.containsAll(found)) {
                throw new KeyFileException("the key file " + file + " has permissions "
                        + PosixFilePermissions.toString(found) + ", must be rw------- so that nobody else can read it;"
                        + " run: chmod 600 " + file);
            }
        } catch (IOException e) {
            throw new KeyFileException(
                    "cannot read the key file " + file + ": " + e.getMessage() + "; give its owner access", e);
        }
    }

    private static Ed25519Signer create(Path file, SecureRandom random) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Ed25519Signer signer = Ed25519Signer.generate(random);
        byte[] seed = signer.seed();
        byte[] line = (TAG + HexFormat.of().formatHex(seed) + "\n").getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(seed, (byte) 0);
        boolean posix =
                Files.getFileAttributeView(directory == null ? Path.of(".") : directory, PosixFileAttributeView.class)
                        != null;
        if (posix) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PRIVATE));
            Files.write(file, line, StandardOpenOption.WRITE);
        } else {
            Files.write(file, line, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
        Arrays.fill(line, (byte) 0);
        return signer;
    }
}
