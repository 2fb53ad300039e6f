package worldmesh.authority.tick;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.MerkleTree;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.ReceiptEntry;
import worldmesh.world.command.TickHeader;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Signature;

/**
 * One tick in the log: what was decided, under a signed header, and the batches of the tenure that carry it out. The
 * tree has one leaf per command and one more for the hash of the entry before, the reads and the batches, so that the
 * signature covers all of it and the whole chain. Immutable; the tree is hashed once, when it is first asked for.
 */
public final class LogEntry {
    /** Entries of this version hold commands with their players' seals, and the tree covers these. */
    private static final int SEALED = 4;

    /** Entries of this version have no seals, and the next neither reads nor batches: older stores hold both. */
    private static final int UNSEALED = 2;

    private static final int BARE = 1;

    private static final int COMMANDS_MAX = 1 << 20;
    private static final int FIELD_BYTES_MAX = 16 << 20;

    private final Hash previous;
    private final TickHeader header;
    private final Signature signature;
    private final List<Decided> decided;
    private final List<SignedBatch> batches;
    private @Nullable MerkleTree tree;

    /** An entry after the one with this hash; copies the lists. */
    public LogEntry(
            Hash previous, TickHeader header, Signature signature, List<Decided> decided, List<SignedBatch> batches) {
        this.previous = previous;
        this.header = header;
        this.signature = signature;
        this.decided = List.copyOf(decided);
        this.batches = List.copyOf(batches);
    }

    /** The hash of the entry before. */
    public Hash previous() {
        return previous;
    }

    /** What the holder signed: the place of the entry, its time and the root of its tree. */
    public TickHeader header() {
        return header;
    }

    /** The holder's, over the header. */
    public Signature signature() {
        return signature;
    }

    /** The commands in the order they were judged. */
    public List<Decided> decided() {
        return decided;
    }

    /** The tenure's batches that carry the effects out. */
    public List<SignedBatch> batches() {
        return batches;
    }

    static MerkleTree tree(Hash previous, List<Decided> decided, List<SignedBatch> batches) {
        List<byte[]> leaves = new ArrayList<>(decided.size() + 1);
        decided.forEach(each -> leaves.add(leaf(each).encode()));
        int version = version(decided, batches);
        leaves.add(version == BARE ? previous.bytes() : lastLeaf(previous, decided, batches));
        return MerkleTree.of(leaves);
    }

    /** An entry without seals that read and changed nothing has the form, and so the root, of the first version. */
    private static int version(List<Decided> decided, List<SignedBatch> batches) {
        if (decided.stream().anyMatch(each -> each.envelope().seal() != null)) {
            return SEALED;
        }
        boolean bare = batches.isEmpty() && decided.stream().allMatch(each -> each.reads().length == 0);
        return bare ? BARE : UNSEALED;
    }

    private static byte[] lastLeaf(Hash previous, List<Decided> decided, List<SignedBatch> batches) {
        ByteWriter out = new ByteWriter().bytes(previous.bytes());
        decided.forEach(each -> out.bytes(Hash.of(each.reads()).bytes()));
        if (version(decided, batches) == SEALED) {
            decided.forEach(each -> out.bytes(Hash.of(each.envelope().encode()).bytes()));
        }
        batches.forEach(batch -> out.bytes(Hash.of(batch.encode()).bytes()));
        return out.toBytes();
    }

    static ReceiptEntry leaf(Decided decided) {
        return new ReceiptEntry(decided.envelope().hash(), decided.verdict(), Hash.of(decided.effects()));
    }

    /** True if the header's root is the root over these commands and the entry before. */
    public boolean rootHolds() {
        return header.count() == decided.size() + 1 && header.root().equals(tree().root());
    }

    private MerkleTree tree() {
        MerkleTree hashed = tree;
        if (hashed == null) {
            hashed = tree(previous, decided, batches);
            tree = hashed;
        }
        return hashed;
    }

    /** One receipt per command, in order. */
    public List<Receipt> receipts() {
        List<Receipt> receipts = new ArrayList<>(decided.size());
        for (int i = 0; i < decided.size(); i++) {
            receipts.add(new Receipt(header, signature, leaf(decided.get(i)), i, tree().path(i)));
        }
        return receipts;
    }

    /** Where the entry of a tick lies. */
    public static byte[] key(long epoch, long tick) {
        return Table.LOG.key(16).putLong(epoch).putLong(tick).array();
    }

    /** The entry as its row holds it. */
    public byte[] encode() {
        int version = version(decided, batches);
        boolean bare = version == BARE;
        ByteWriter out = new ByteWriter(1024);
        out.u8(version).bytes(previous.bytes());
        header.encode(out);
        out.bytes(signature.bytes()).varint(decided.size());
        for (Decided each : decided) {
            out.block(each.envelope().encode());
            each.verdict().encode(out);
            out.block(each.effects());
            if (!bare) {
                out.block(each.reads());
            }
        }
        if (!bare) {
            out.varint(batches.size());
            batches.forEach(batch -> out.block(batch.encode()));
        }
        return out.toBytes();
    }

    /** The entry in a row of the log, null if malformed. */
    public static @Nullable LogEntry decode(byte[] row) {
        ByteReader in = new ByteReader(row);
        int version = in.u8();
        if (version != SEALED && version != UNSEALED && version != BARE) {
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
            byte[] reads = version == BARE ? new byte[0] : in.block(FIELD_BYTES_MAX);
            if (envelope == null || verdict == null) {
                return null;
            }
            decided.add(new Decided(envelope, verdict, effects, reads));
        }
        List<SignedBatch> batches = version == BARE ? List.of() : batches(in);
        return in.complete() && version == version(decided, batches)
                ? new LogEntry(Hash.ofBytes(previous), header, signature, decided, batches)
                : null;
    }

    private static List<SignedBatch> batches(ByteReader in) {
        int count = in.count(COMMANDS_MAX);
        List<SignedBatch> batches = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            SignedBatch batch = SignedBatch.decode(in.block(FIELD_BYTES_MAX));
            if (batch == null) {
                in.fail();
            } else {
                batches.add(batch);
            }
        }
        return batches;
    }
}
