package worldmesh.peer.asset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/**
 * What a file is: its name, its size, and the hashes that all its bytes are held to. Its parts are numbered: first the
 * groups, each the hashes of up to 1,024 chunks, then the chunks.
 *
 * @param name as its sharer calls it; hostile for all that is known, see {@link SafeName}
 * @param size in bytes
 * @param groups the hash of each group
 */
public record AssetManifest(String name, long size, List<Hash> groups) {
    /** Bytes of a chunk, which fits one message: it is verified as it arrives, and no half of one is ever kept. */
    public static final int CHUNK_BYTES = 32 << 10;

    /** Chunks of a group: its hashes are as long as a chunk. */
    public static final int GROUP_CHUNKS = CHUNK_BYTES / Hash.BYTES;

    /** Groups of the largest file: its manifest is as long as a chunk, too. */
    public static final int GROUPS_MAX = 1_024;

    /** Bytes of the largest file: 32 GiB. */
    public static final long SIZE_MAX = (long) CHUNK_BYTES * GROUP_CHUNKS * GROUPS_MAX;

    /** Bytes of a name, as most file systems have it. */
    public static final int NAME_BYTES_MAX = 255;

    /** Bytes of the longest manifest. */
    public static final int BYTES_MAX = 2 + NAME_BYTES_MAX + 10 + 2 + GROUPS_MAX * Hash.BYTES;

    private static final byte[] DOMAIN = "worldmesh asset 1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    /** Refuses what no file can be. */
    public AssetManifest {
        groups = List.copyOf(groups);
        int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes > NAME_BYTES_MAX || size < 0 || size > SIZE_MAX || groups.size() != groupsOf(size)) {
            throw new IllegalArgumentException("a shared file has a name of up to " + NAME_BYTES_MAX
                    + " bytes and up to " + SIZE_MAX + " bytes, got a name of " + nameBytes + ", " + size + " bytes in "
                    + groups.size() + " groups; rename it, or share it in pieces");
        }
    }

    private static int groupsOf(long size) {
        return (int) ceil(ceil(size, CHUNK_BYTES), GROUP_CHUNKS);
    }

    private static long ceil(long value, long by) {
        return (value + by - 1) / by;
    }

    /** What the file is called by: the hash of this manifest, and so of every byte of the file. */
    public Hash id() {
        return Hash.of(DOMAIN, encode());
    }

    /** Chunks of the file. */
    public int chunks() {
        return (int) ceil(size, CHUNK_BYTES);
    }

    /** Groups and chunks. */
    public int parts() {
        return groups.size() + chunks();
    }

    /** True if a part is a group of hashes, not a chunk of the file. */
    public boolean isGroup(int part) {
        return part < groups.size();
    }

    /** The group that holds the hash of a chunk. */
    public int groupOf(int part) {
        return (part - groups.size()) / GROUP_CHUNKS;
    }

    /** Where a chunk's hash lies in its group. */
    public int hashOffset(int part) {
        return (part - groups.size()) % GROUP_CHUNKS * Hash.BYTES;
    }

    /** Where a chunk begins in the file. */
    public long offset(int part) {
        return (long) (part - groups.size()) * CHUNK_BYTES;
    }

    /** The length of a part. */
    public int partBytes(int part) {
        if (isGroup(part)) {
            return Math.min(GROUP_CHUNKS, chunks() - part * GROUP_CHUNKS) * Hash.BYTES;
        }
        return (int) Math.min(CHUNK_BYTES, size - offset(part));
    }

    /** True if {@code data} is that group. */
    public boolean isGroupRight(int part, byte[] data) {
        return data.length == partBytes(part) && Hash.of(data).equals(groups.get(part));
    }

    /** True if {@code data} is that chunk, by the hashes of its group. */
    public boolean isChunkRight(int part, byte[] group, byte[] data) {
        return data.length == partBytes(part) && Hash.of(data).isAt(group, hashOffset(part));
    }

    /** The bytes of docs/wire-session.md, "Files". */
    public byte[] encode() {
        ByteWriter out = new ByteWriter();
        out.u8(VERSION).text(name).varint(size);
        groups.forEach(each -> each.encode(out));
        return out.toBytes();
    }

    /** Reads a manifest; null for anything malformed. Never throws. */
    public static @Nullable AssetManifest decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        int version = in.u8();
        String name = in.text(NAME_BYTES_MAX);
        long size = in.varint();
        if (!in.ok() || version != VERSION || size < 0 || size > SIZE_MAX) {
            return null;
        }
        int count = groupsOf(size);
        if (in.remaining() != count * Hash.BYTES) {
            return null;
        }
        List<Hash> groups = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            groups.add(WireIds.hash(in));
        }
        return in.complete() ? new AssetManifest(name, size, groups) : null;
    }
}
