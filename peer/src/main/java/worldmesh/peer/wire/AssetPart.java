package worldmesh.peer.wire;

import worldmesh.peer.asset.AssetManifest;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/**
 * A part of a file that was asked for.
 *
 * @param answer {@link #DATA}, {@link #LATER} or {@link #NONE}
 * @param data the part; empty without one
 */
@SuppressWarnings("ArrayRecordComponent")
public record AssetPart(Hash asset, int part, int answer, byte[] data) implements Message {
    /** The part follows. */
    public static final int DATA = 0;

    /** Another peer was handed that part just now, and has it to give. */
    public static final int LATER = 1;

    /** The sender has not that part. */
    public static final int NONE = 2;

    private static final int NUMBER_MAX = AssetManifest.GROUPS_MAX * (AssetManifest.GROUP_CHUNKS + 1);

    @Override
    public MessageKind kind() {
        return MessageKind.ASSET_PART;
    }

    @Override
    public void write(ByteWriter out) {
        asset.encode(out);
        out.varint(part).u8(answer).block(data);
    }

    static AssetPart read(ByteReader in) {
        Hash asset = WireIds.hash(in);
        int part = in.count(NUMBER_MAX);
        int answer = in.u8();
        byte[] data = in.block(AssetManifest.CHUNK_BYTES);
        if (answer > NONE || (answer == DATA) != (data.length > 0)) {
            in.fail();
        }
        return new AssetPart(asset, part, answer, data);
    }
}
