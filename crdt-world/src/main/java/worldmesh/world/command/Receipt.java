package worldmesh.world.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldId;

/**
 * The authority's signed proof of a durable command: the tick's header, its signature, and the way from this command's
 * leaf to the tick's Merkle root. Anybody who holds the grant can verify it without the authority.
 */
public record Receipt(TickHeader header, Signature signature, ReceiptEntry entry, int leafIndex, List<Hash> path) {
    /** A tick of 2^31 commands has a path of 31 hashes. */
    public static final int MAX_PATH = 31;

    private static final int VERSION = 1;

    /** Copies the path. */
    public Receipt {
        path = List.copyOf(path);
    }

    /** The world. */
    public WorldId world() {
        return header.world();
    }

    /** The command that was decided. */
    public CommandId command() {
        return entry.verdict().command();
    }

    /** The verdict. */
    public Verdict verdict() {
        return entry.verdict();
    }

    /** True if the grant's holder signed this tick in its epoch and the command is part of it with this verdict. */
    public boolean verify(SignatureVerifier verifier, Grant grant) {
        boolean placed = header.world().equals(grant.world()) && header.epoch() == grant.epoch();
        Hash root = MerkleTree.rootOf(MerkleTree.leaf(entry.encode()), leafIndex, header.count(), path);
        return placed
                && leafIndex >= 0
                && leafIndex < header.count()
                && root.equals(header.root())
                && verifier.verify(grant.holderKey(), header.signedBytes(), signature.bytes());
    }

    /** True if the receipt is for exactly this command. */
    public boolean proves(CommandEnvelope envelope) {
        return command().equals(envelope.id()) && entry.envelope().equals(envelope.hash());
    }

    /** The receipt as bytes. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(512);
        out.u8(VERSION);
        header.encode(out);
        out.bytes(signature.bytes()).block(entry.encode()).varint(leafIndex).varint(path.size());
        path.forEach(hash -> out.bytes(hash.bytes()));
        return out.toBytes();
    }

    /** Reads what {@link #encode} wrote, null if malformed. */
    public static @Nullable Receipt decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        if (in.u8() != VERSION) {
            return null;
        }
        TickHeader header = TickHeader.decode(in);
        Signature signature = Signature.decode(in);
        ReceiptEntry entry = ReceiptEntry.decode(in.block(ReceiptEntry.MAX_BYTES));
        int leafIndex = in.count(Integer.MAX_VALUE);
        int count = in.count(MAX_PATH);
        List<Hash> path = new ArrayList<>(count);
        for (int i = 0; i < count && in.ok(); i++) {
            path.add(WireIds.hash(in));
        }
        return in.complete() && entry != null ? new Receipt(header, signature, entry, leafIndex, path) : null;
    }
}
