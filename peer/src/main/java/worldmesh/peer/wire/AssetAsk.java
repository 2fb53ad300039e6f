package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/** Asks for parts of a file. Each is answered by one {@link AssetPart}. */
public record AssetAsk(Hash asset, List<Integer> parts) implements Message {
    /** So many may be asked for at once. */
    public static final int PARTS_MAX = 64;

    private static final int NUMBER_MAX = AssetManifest.GROUPS_MAX * (AssetManifest.GROUP_CHUNKS + 1);

    /** Copies the list. */
    public AssetAsk {
        parts = List.copyOf(parts);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.ASSET_ASK;
    }

    @Override
    public void write(ByteWriter out) {
        asset.encode(out);
        out.varint(parts.size());
        parts.forEach(out::varint);
    }

    static AssetAsk read(ByteReader in) {
        Hash asset = WireIds.hash(in);
        int count = in.count(PARTS_MAX);
        List<Integer> parts = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            parts.add(in.count(NUMBER_MAX));
        }
        return new AssetAsk(asset, parts);
    }
}
