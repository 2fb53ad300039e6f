package worldmesh.world.command;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/** One leaf of a tick: the hash of the command's envelope, the verdict and the hash of the effects. */
public record ReceiptEntry(Hash envelope, Verdict verdict, Hash effects) {
    /** The largest encoded entry. */
    static final int MAX_BYTES = 1024;

    /** The leaf's bytes. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(160);
        out.bytes(envelope.bytes());
        verdict.encode(out);
        return out.bytes(effects.bytes()).toBytes();
    }

    static @Nullable ReceiptEntry decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        Hash envelope = WireIds.hash(in);
        Verdict verdict = Verdict.decode(in);
        Hash effects = WireIds.hash(in);
        return in.complete() && verdict != null ? new ReceiptEntry(envelope, verdict, effects) : null;
    }
}
