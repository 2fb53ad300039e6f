package worldmesh.authority.tick;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.command.MerkleTree;
import worldmesh.world.command.TickHeader;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldId;

/** An entry of the log that makes a roster: its tree has one leaf for the roster and one for the entry before. */
public record RosterEntry(Hash previous, TickHeader header, Signature signature, Roster roster) {
    private static final int VERSION = 3;
    private static final int ROSTER_BYTES_MAX = 32 << 10;

    /** Where an entry stands: its world, epoch, tick and world time. */
    public record Place(WorldId world, long epoch, long tick, long worldMillis) {}

    /** Signs an entry; the roster's votes are not part of it. */
    public static RosterEntry sign(Hash previous, Place place, Roster roster, Signer signer) {
        Roster bare = roster.with(List.of());
        TickHeader header = new TickHeader(
                place.world(), place.epoch(), place.tick(), place.worldMillis(), 2, root(previous, bare));
        return new RosterEntry(previous, header, new Signature(signer.sign(header.signedBytes())), bare);
    }

    private static Hash root(Hash previous, Roster roster) {
        return MerkleTree.of(List.of(roster.body(), previous.bytes())).root();
    }

    /** True if the header's root is the root over the roster and the entry before. */
    public boolean rootHolds() {
        return header.count() == 2 && header.root().equals(root(previous, roster));
    }

    /** True if a row of the log holds an entry of this kind. */
    public static boolean isOne(byte[] row) {
        return row.length > 0 && row[0] == VERSION;
    }

    /** The entry as its row holds it. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(512).u8(VERSION).bytes(previous.bytes());
        header.encode(out);
        return out.bytes(signature.bytes()).block(roster.encode()).toBytes();
    }

    /** The entry in a row of the log, null if malformed. */
    public static @Nullable RosterEntry decode(byte[] row) {
        ByteReader in = new ByteReader(row);
        if (in.u8() != VERSION) {
            return null;
        }
        byte[] previous = in.bytes(Hash.BYTES);
        TickHeader header = TickHeader.decode(in);
        Signature signature = Signature.decode(in);
        Proof roster = ProofCodec.decode(in.block(ROSTER_BYTES_MAX));
        if (!in.complete()
                || !(roster instanceof Roster named)
                || !named.votes().isEmpty()) {
            return null;
        }
        return new RosterEntry(Hash.ofBytes(previous), header, signature, named);
    }
}
