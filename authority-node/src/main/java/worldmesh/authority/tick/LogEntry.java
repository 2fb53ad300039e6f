package worldmesh.authority.tick;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.MerkleTree;
import worldmesh.world.command.ReceiptEntry;
import worldmesh.world.command.TickHeader;
import worldmesh.world.command.Verdict;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Signature;

/**
 * One tick in the log: what was decided, under a signed header. The tree has one leaf per command and one more with the
 * hash of the entry before, so that the signature covers the whole chain.
 */
public record LogEntry(Hash previous, TickHeader header, Signature signature, List<Decided> decided) {
    private static final int VERSION = 1;
    private static final int COMMANDS_MAX = 1 << 20;
    private static final int FIELD_BYTES_MAX = 16 << 20;

    /** Copies the list. */
    public LogEntry {
        decided = List.copyOf(decided);
    }

    static MerkleTree tree(Hash previous, List<Decided> decided) {
        List<byte[]> leaves = new ArrayList<>(decided.size() + 1);
        decided.forEach(each -> leaves.add(leaf(each).encode()));
        leaves.add(previous.bytes());
        return MerkleTree.of(leaves);
    }

    static ReceiptEntry leaf(Decided decided) {
        return new ReceiptEntry(decided.envelope().hash(), decided.verdict(), Hash.of(decided.effects()));
    }

    /** True if the header's root is the root over these commands and the entry before. */
    public boolean rootHolds() {
        return header.count() == decided.size() + 1
                && header.root().equals(tree(previous, decided).root());
    }

    static byte[] key(long epoch, long tick) {
        return Table.LOG.key(16).putLong(epoch).putLong(tick).array();
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter(1024);
        out.u8(VERSION).bytes(previous.bytes());
        header.encode(out);
        out.bytes(signature.bytes()).varint(decided.size());
        for (Decided each : decided) {
            out.block(each.envelope().encode());
            each.verdict().encode(out);
            out.block(each.effects());
        }
        return out.toBytes();
    }

    /** The entry in a row of the log, null if malformed. */
    public static @Nullable LogEntry decode(byte[] row) {
        ByteReader in = new ByteReader(row);
        if (in.u8() != VERSION) {
            return null;
        }
        byte[] previous = in.bytes(Hash.BYTES);
        TickHeader header = TickHeader.decode(in);
        Signature signature = Signature.decode(in);
        int count = in.count(COMMANDS_MAX);
        List<Decided> decided = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            CommandEnvelope envelope = CommandEnvelope.decode(in.block(FIELD_BYTES_MAX));
            Verdict verdict = Verdict.decode(in);
            byte[] effects = in.block(FIELD_BYTES_MAX);
            if (envelope == null || verdict == null) {
                return null;
            }
            decided.add(new Decided(envelope, verdict, effects));
        }
        return in.complete() ? new LogEntry(Hash.ofBytes(previous), header, signature, decided) : null;
    }
}
