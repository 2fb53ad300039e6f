package worldmesh.peer.wire;

import java.util.List;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Offers a file: its sender has all of it, and hands out parts to who asks. */
public record AssetOffer(AssetManifest manifest) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.ASSET_OFFER;
    }

    @Override
    public void write(ByteWriter out) {
        out.block(manifest.encode());
    }

    static AssetOffer read(ByteReader in) {
        AssetManifest manifest = AssetManifest.decode(in.block(AssetManifest.BYTES_MAX));
        if (manifest == null) {
            in.fail();
            manifest = new AssetManifest("", 0, List.of());
        }
        return new AssetOffer(manifest);
    }
}
