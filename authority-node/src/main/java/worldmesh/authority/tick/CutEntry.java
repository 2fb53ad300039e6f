package worldmesh.authority.tick;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.command.MerkleTree;
import worldmesh.world.command.TickHeader;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.trust.Signature;

/**
 * An entry of the log that cuts sectors: what lies below is settled, for everybody who follows this log. Its tree has a
 * leaf for each cut and one for the entry before.
 */
public record CutEntry(Hash previous, TickHeader header, Signature signature, List<Cut> cuts) {
    /** Cuts in one entry; the next ones wait for the next entry. */
    public static final int CUTS_MAX = 16;

    private static final int VERSION = 5;
    private static final int CUT_BYTES_MAX = 2 << 20;

    /** Copies the list. */
    public CutEntry {
        cuts = List.copyOf(cuts);
    }

    /** Signs an entry; {@code at} is where it stands. */
    public static CutEntry sign(Hash previous, RosterEntry.Place at, List<Cut> cuts, Signer signer) {
        TickHeader header = new TickHeader(
                at.world(), at.epoch(), at.tick(), at.worldMillis(), cuts.size() + 1, root(previous, cuts));
        return new CutEntry(previous, header, new Signature(signer.sign(header.signedBytes())), cuts);
    }

    private static Hash root(Hash previous, List<Cut> cuts) {
        List<byte[]> leaves = new ArrayList<>(cuts.size() + 1);
        cuts.forEach(cut -> leaves.add(cut.encode()));
        leaves.add(previous.bytes());
        return MerkleTree.of(leaves).root();
    }

    /** True if the header's root is the root over these cuts and the entry before. */
    public boolean rootHolds() {
        return header.count() == cuts.size() + 1 && header.root().equals(root(previous, cuts));
    }

    /** True if a row of the log holds an entry of this kind. */
    public static boolean isOne(byte[] row) {
        return row.length > 0 && row[0] == VERSION;
    }

    /** The entry as its row holds it. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(512).u8(VERSION).bytes(previous.bytes());
        header.encode(out);
        out.bytes(signature.bytes()).varint(cuts.size());
        cuts.forEach(cut -> out.block(cut.encode()));
        return out.toBytes();
    }

    /** The entry in a row of the log, null if malformed: each sector is cut once, in their order. */
    public static @Nullable CutEntry decode(byte[] row) {
        ByteReader in = new ByteReader(row);
        if (in.u8() != VERSION) {
            return null;
        }
        byte[] previous = in.bytes(Hash.BYTES);
        TickHeader header = TickHeader.decode(in);
        Signature signature = Signature.decode(in);
        List<Cut> cuts = new ArrayList<>();
        TreeSet<SectorId> sectors = new TreeSet<>();
        for (int count = in.count(CUTS_MAX); count > 0 && in.ok(); count--) {
            Cut cut = Cut.decode(in.block(CUT_BYTES_MAX));
            boolean next = cut != null
                    && (sectors.isEmpty() || sectors.last().compareTo(cut.sector()) < 0)
                    && sectors.add(cut.sector());
            if (!next) {
                return null;
            }
            cuts.add(cut);
        }
        return in.complete() && !cuts.isEmpty() ? new CutEntry(Hash.ofBytes(previous), header, signature, cuts) : null;
    }
}
