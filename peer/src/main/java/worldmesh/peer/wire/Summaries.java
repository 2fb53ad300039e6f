package worldmesh.peer.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.summary.SectorSummary;

/**
 * Summaries of far cells, signed by whoever made them.
 *
 * @param key the maker's
 * @param worldMillis when they were made; rises with each message of a maker
 * @param cells an empty one for a cell where nothing is any more
 * @param signature over all of it and the world
 */
@SuppressWarnings("ArrayRecordComponent")
public record Summaries(byte[] key, long worldMillis, List<SectorSummary> cells, byte[] signature) implements Message {
    /** Cells in one message; more go into further ones. */
    public static final int CELLS_MAX = 512;

    private static final byte[] DOMAIN = "worldmesh summaries 1".getBytes(StandardCharsets.US_ASCII);

    /** Signed by {@code maker} for a world. */
    public static Summaries of(Signer maker, byte[] worldId, long worldMillis, List<SectorSummary> cells) {
        byte[] key = maker.publicKey().bytes();
        Summaries unsigned = new Summaries(key, worldMillis, cells, new byte[0]);
        return new Summaries(key, worldMillis, cells, maker.sign(unsigned.signed(worldId)));
    }

    /** True if the key signed this for that world. */
    public boolean isGenuine(byte[] worldId, SignatureVerifier verifier) {
        return verifier.verify(new PublicKey(key), signed(worldId), signature);
    }

    private byte[] signed(byte[] worldId) {
        ByteWriter out = new ByteWriter().bytes(DOMAIN).block(worldId).bytes(key);
        writeCells(out);
        return out.toBytes();
    }

    private void writeCells(ByteWriter out) {
        out.i64(worldMillis).varint(cells.size());
        cells.forEach(cell -> cell.encode(out));
    }

    @Override
    public MessageKind kind() {
        return MessageKind.SUMMARIES;
    }

    @Override
    public void write(ByteWriter out) {
        out.bytes(key);
        writeCells(out);
        out.bytes(signature);
    }

    static Summaries read(ByteReader in) {
        byte[] key = in.bytes(PublicKey.BYTES);
        long worldMillis = in.i64();
        int count = in.count(CELLS_MAX);
        List<SectorSummary> cells = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            cells.add(SectorSummary.decode(in));
        }
        return new Summaries(key, worldMillis, cells, in.bytes(SignatureVerifier.SIGNATURE_BYTES));
    }
}
