package worldmesh.peer.wire;

import worldmesh.peer.asset.AssetClaim;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.hash.Hash;

/** Tells, perhaps in another's name, that somebody shares a file, or does no more. */
public record AssetWord(AssetClaim claim) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.ASSET_WORD;
    }

    @Override
    public void write(ByteWriter out) {
        claim.write(out);
    }

    static AssetWord read(ByteReader in) {
        AssetClaim claim = AssetClaim.read(in);
        if (claim == null) {
            in.fail();
            claim = new AssetClaim(Hash.of(), new PublicKey(new byte[PublicKey.BYTES]), 0, false, new byte[0]);
        }
        return new AssetWord(claim);
    }
}
