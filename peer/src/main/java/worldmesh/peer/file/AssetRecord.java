package worldmesh.peer.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.AssetStore.Known;
import worldmesh.peer.asset.AssetStore.Place;
import worldmesh.peer.asset.AssetStore.Role;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What is remembered of a file besides its bytes, in a small file of its own that is replaced as a whole.
 *
 * @param modifiedMillis when an own file was changed last, as it was hashed
 */
record AssetRecord(AssetManifest manifest, Role role, Place place, Path path, long modifiedMillis) {
    private static final int VERSION = 1;
    /** By the numbers they have in a file. */
    private static final List<Role> ROLES = List.of(Role.SHARED, Role.FETCHING, Role.FETCHED);

    private static final List<Place> PLACES = List.of(Place.FOLDER, Place.CACHE);
    private static final int PATH_BYTES_MAX = 4_096;
    private static final int BYTES_MAX = AssetManifest.BYTES_MAX + PATH_BYTES_MAX + 32;

    Known known() {
        return new Known(manifest, role, place, path.toString());
    }

    AssetRecord as(Role other, Path at) {
        return new AssetRecord(manifest, other, place, at, modifiedMillis);
    }

    /** Replaces the file: after a crash there is the old record or the new one. */
    void write(Path file) throws IOException {
        ByteWriter out = new ByteWriter();
        out.u8(VERSION).u8(ROLES.indexOf(role)).u8(PLACES.indexOf(place)).i64(modifiedMillis);
        out.text(path.toString()).block(manifest.encode());
        replace(file, out.toBytes());
    }

    /** Puts {@code content} in place of a small file: after a crash there is all of the old or all of the new. */
    static void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads a record; null if it is damaged. */
    static @Nullable AssetRecord read(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            return null;
        }
        ByteReader in = new ByteReader(Files.readAllBytes(file));
        int version = in.u8();
        int role = in.u8();
        int place = in.u8();
        long modified = in.i64();
        String path = in.text(PATH_BYTES_MAX);
        AssetManifest manifest = AssetManifest.decode(in.block(AssetManifest.BYTES_MAX));
        boolean right = in.complete()
                && version == VERSION
                && role < ROLES.size()
                && place < PLACES.size()
                && path.indexOf('\0') < 0;
        if (!right || manifest == null) {
            return null;
        }
        return new AssetRecord(manifest, ROLES.get(role), PLACES.get(place), Path.of(path), modified);
    }
}
