package worldmesh.authority.tick;

import java.util.ArrayList;
import java.util.List;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.command.MerkleTree;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.TickHeader;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Signature;

/**
 * The authority's signed log: one entry per tick that decided anything, each bound to the one before across epochs. A
 * restart goes on where the rows end. Confined to the owner's thread.
 */
public final class TickLog {
    private final Grant grant;
    private final Signer signer;
    private Hash head;
    private long tick;
    private long index;

    /** The log in these rows, to be continued under a grant of a fresh epoch. */
    public TickLog(RowReader rows, Grant grant, Signer signer) {
        this.grant = grant;
        this.signer = signer;
        byte[] row = rows.get(Table.LOG_HEAD.prefix());
        if (row == null) {
            head = Hash.ofBytes(new byte[Hash.BYTES]);
        } else {
            ByteReader in = new ByteReader(row);
            head = Hash.ofBytes(in.bytes(Hash.BYTES));
            tick = in.i64();
            index = in.i64();
        }
    }

    /** The index that was taken last in these rows, 0 for an empty log. */
    public static long lastIndex(RowReader rows) {
        byte[] row = rows.get(Table.LOG_HEAD.prefix());
        return row == null ? 0 : new ByteReader(row, Hash.BYTES + Long.BYTES, Long.BYTES).i64();
    }

    /** Drafts the end of the log after an entry of so many commands that somebody else sealed. */
    public static void advance(RowDraft rows, Hash head, long tick, int commands) {
        long last = lastIndex(rows) + commands;
        rows.put(
                Table.LOG_HEAD.prefix(),
                new ByteWriter(48).bytes(head.bytes()).i64(tick).i64(last).toBytes());
    }

    /** The number of the tick that is next to be sealed. */
    public long nextTick() {
        return tick + 1;
    }

    /** The next free index; every judged command takes one. */
    public long takeIndex() {
        return ++index;
    }

    /** Signs a tick of at least one command and drafts it; answers one receipt per command, in order. */
    public List<Receipt> seal(List<Decided> decided, List<SignedBatch> batches, long worldMillis, RowDraft rows) {
        tick++;
        MerkleTree tree = LogEntry.tree(head, decided, batches);
        TickHeader header =
                new TickHeader(grant.world(), grant.epoch(), tick, worldMillis, decided.size() + 1, tree.root());
        Signature signature = new Signature(signer.sign(header.signedBytes()));
        byte[] entry = new LogEntry(head, header, signature, decided, batches).encode();
        head = Hash.of(entry);
        rows.put(LogEntry.key(grant.epoch(), tick), entry);
        rows.put(
                Table.LOG_HEAD.prefix(),
                new ByteWriter(48).bytes(head.bytes()).i64(tick).i64(index).toBytes());
        List<Receipt> receipts = new ArrayList<>(decided.size());
        for (int i = 0; i < decided.size(); i++) {
            receipts.add(new Receipt(header, signature, LogEntry.leaf(decided.get(i)), i, tree.path(i)));
        }
        return receipts;
    }
}
