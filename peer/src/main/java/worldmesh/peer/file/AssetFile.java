package worldmesh.peer.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.asset.AssetManifest;

/**
 * The bytes of one file and of its hashes. There is no list of what is there: a part is there if its hash says so, so
 * that no crash leaves a list that says otherwise. Confined to one thread at a time.
 */
final class AssetFile implements AutoCloseable {
    private static final Set<OpenOption> WRITE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);

    private final AssetManifest manifest;
    private final FileChannel tree;
    private final FileChannel data;
    private int groupRead = -1;
    private byte[] group = new byte[0];

    private AssetFile(AssetManifest manifest, FileChannel tree, FileChannel data) {
        this.manifest = manifest;
        this.tree = tree;
        this.data = data;
    }

    /** Opens a file that is written, too. */
    static AssetFile toWrite(AssetManifest manifest, Path tree, Path data) throws IOException {
        return open(manifest, tree, data, WRITE);
    }

    /** Opens a file that is only read. */
    static AssetFile toRead(AssetManifest manifest, Path tree, Path data) throws IOException {
        return open(manifest, tree, data, READ);
    }

    private static AssetFile open(AssetManifest manifest, Path tree, Path data, Set<OpenOption> how)
            throws IOException {
        FileChannel hashes = FileChannel.open(tree, how);
        boolean opened = false;
        try {
            AssetFile file = new AssetFile(manifest, hashes, FileChannel.open(data, how));
            opened = true;
            return file;
        } finally {
            if (!opened) {
                hashes.close();
            }
        }
    }

    /** The parts that are there, each looked at; none of the rest once {@code stopped} says so. */
    BitSet verified(BooleanSupplier stopped) throws IOException {
        BitSet here = new BitSet();
        long size = data.size();
        for (int part = 0; part < manifest.parts() && !stopped.getAsBoolean(); part++) {
            boolean beyond = !manifest.isGroup(part) && manifest.offset(part) >= size;
            if (!beyond && read(part) != null) {
                here.set(part);
            }
        }
        return here;
    }

    /** A part, or null if it is not there. */
    byte @Nullable [] read(int part) throws IOException {
        if (part < 0 || part >= manifest.parts()) {
            return null;
        }
        if (manifest.isGroup(part)) {
            return group(part);
        }
        byte[] hashes = group(manifest.groupOf(part));
        byte[] bytes = hashes == null ? null : bytes(data, manifest.offset(part), manifest.partBytes(part));
        return hashes != null && bytes != null && manifest.isChunkRight(part, hashes, bytes) ? bytes : null;
    }

    private byte @Nullable [] group(int number) throws IOException {
        if (number == groupRead) {
            return group;
        }
        byte[] bytes = bytes(tree, (long) number * AssetManifest.CHUNK_BYTES, manifest.partBytes(number));
        if (bytes == null || !manifest.isGroupRight(number, bytes)) {
            return null;
        }
        groupRead = number;
        group = bytes;
        return bytes;
    }

    private static byte @Nullable [] bytes(FileChannel from, long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (from.read(buffer, at + buffer.position()) < 0) {
                return null;
            }
        }
        return buffer.array();
    }

    /** Keeps a part if it is right; false if it is not. */
    boolean write(int part, byte[] bytes) throws IOException {
        if (manifest.isGroup(part)) {
            if (!manifest.isGroupRight(part, bytes)) {
                return false;
            }
            write(tree, (long) part * AssetManifest.CHUNK_BYTES, bytes);
            return true;
        }
        byte[] hashes = group(manifest.groupOf(part));
        if (hashes == null || !manifest.isChunkRight(part, hashes, bytes)) {
            return false;
        }
        write(data, manifest.offset(part), bytes);
        return true;
    }

    private static void write(FileChannel to, long at, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            to.write(buffer, at + buffer.position());
        }
    }

    /** All of it is on the disk once this is back. */
    void force() throws IOException {
        if (data.size() > manifest.size()) {
            data.truncate(manifest.size());
        }
        tree.force(true);
        data.force(true);
    }

    @Override
    public void close() throws IOException {
        tree.close();
        data.close();
    }
}
