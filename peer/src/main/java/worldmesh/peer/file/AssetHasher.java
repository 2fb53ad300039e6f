package worldmesh.peer.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;

/** Makes the manifest of a file, and the file of its hashes beside. Reads it once, chunk by chunk. */
final class AssetHasher {
    private AssetHasher() {}

    /** The manifest; the hashes of the chunks are put into {@code folders}. */
    static AssetManifest hash(Path file, AssetFolders folders, BooleanSupplier stopped) throws IOException {
        Path name = file.getFileName();
        if (name == null || !Files.isRegularFile(file)) {
            throw new IOException(file + " is no file; name one that exists");
        }
        long size = Files.size(file);
        if (size > AssetManifest.SIZE_MAX) {
            throw new IOException(
                    file + " has " + size + " bytes, at most " + AssetManifest.SIZE_MAX + " are shared; split it");
        }
        Path next = Files.createTempFile(folders.cache(), "hashing", AssetFolders.PART);
        try {
            List<Hash> groups = groups(file, next, size, stopped);
            AssetManifest manifest = new AssetManifest(name.toString(), size, groups);
            Files.move(next, folders.tree(manifest.id()), StandardCopyOption.REPLACE_EXISTING);
            return manifest;
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static List<Hash> groups(Path file, Path tree, long size, BooleanSupplier stopped) throws IOException {
        List<Hash> groups = new ArrayList<>();
        long read = 0;
        ByteWriter group = new ByteWriter(AssetManifest.CHUNK_BYTES);
        try (InputStream in = Files.newInputStream(file);
                var out = Files.newOutputStream(tree, StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] chunk = new byte[AssetManifest.CHUNK_BYTES];
            for (int count = in.readNBytes(chunk, 0, chunk.length);
                    count > 0;
                    count = in.readNBytes(chunk, 0, chunk.length)) {
                if (stopped.getAsBoolean()) {
                    throw new IOException("the session ended while " + file + " was hashed; share it again");
                }
                read += count;
                group.bytes(Hash.ofRange(chunk, 0, count).bytes());
                if (group.size() == AssetManifest.CHUNK_BYTES || read >= size) {
                    byte[] hashes = group.toBytes();
                    groups.add(Hash.of(hashes));
                    out.write(hashes);
                    group.reset();
                }
            }
        }
        if (read != size) {
            throw new IOException(file + " changed while it was hashed; share it once nobody writes to it");
        }
        return groups;
    }
}
