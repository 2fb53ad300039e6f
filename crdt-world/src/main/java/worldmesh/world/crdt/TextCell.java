package worldmesh.world.crdt;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.sector.SectorId;

/**
 * A text that several write at once, by Fugue: {@link Sequence}. Each replica's units in each sector are a log of their
 * own, so that an entity may move while others still type into the copy it left. Not thread-safe.
 */
public final class TextCell implements Cell {
    private Sequence sequence = new Sequence();
    private @Nullable Payload value;
    private @Nullable Record view;

    /** The text; for reading and planning only. */
    public Sequence sequence() {
        return sequence;
    }

    /** Makes the edits of a replica in a sector; those it made already, or out of its order, change nothing. */
    public void edit(EditLog log, long replica, SectorId sector) {
        if (log.apply(sequence, new Author(replica, sector))) {
            changed();
        }
    }

    private void changed() {
        value = null;
        view = null;
    }

    /** Forgets what was typed in a sector: there the edits themselves arrive. */
    public void dropSector(SectorId sector) {
        sequence = sequence.without(author -> author.sector().equals(sector));
        changed();
    }

    /** The value as a record of the type; made once for each change. */
    public @Nullable Record view(ComponentType<?> type) {
        if (view == null) {
            view = type.codec().decode(value().array());
        }
        return view;
    }

    @Override
    public Payload value() {
        if (value == null) {
            value = Payload.wrap(new ByteWriter(sequence.length() + 8)
                    .text(sequence.toString())
                    .toBytes());
        }
        return value;
    }

    @Override
    public void join(Cell other) {
        sequence = sequence.join(((TextCell) other).sequence);
        changed();
    }

    @Override
    public Cell copy() {
        TextCell out = new TextCell();
        out.join(this);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        sequence.encode(out);
    }

    static TextCell decode(ByteReader in) {
        TextCell out = new TextCell();
        out.sequence = Sequence.decode(in);
        return out;
    }

    @Override
    public long newestClock() {
        return 0;
    }
}
