package worldmesh.world.summary;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;

/**
 * What those far away are told of a sector, or of a coarse cell of many: how many entities have a component, where the
 * middle of them is, what they weigh together. Derived from the state of whoever made it; no part of any state.
 *
 * @param cell what it is of
 * @param kinds one for each component that is there, by rising component id; none if nothing is
 */
public record SectorSummary(SectorId cell, List<Kind> kinds) {
    /** Components in one summary. */
    public static final int KINDS_MAX = 16;

    /** Places along one side of the cell: the middle of a cell of 16 km is told to 64 m. */
    public static final int PLACES = 256;

    /** Refuses too many kinds and kinds out of order. */
    public SectorSummary {
        kinds = List.copyOf(kinds);
        if (kinds.size() > KINDS_MAX) {
            throw new IllegalArgumentException(kinds.size() + " kinds, must be at most " + KINDS_MAX);
        }
        for (int i = 1; i < kinds.size(); i++) {
            if (kinds.get(i).component <= kinds.get(i - 1).component) {
                throw new IllegalArgumentException("kinds must be by rising component, got " + kinds);
            }
        }
    }

    /**
     * The entities with one component.
     *
     * @param component the id of the component
     * @param count how many, at least one
     * @param placeX where the middle of them is in the cell, 0..255 from left to right
     * @param placeY the same from the lower side to the upper
     * @param strength what the game adds up
     */
    public record Kind(int component, long count, int placeX, int placeY, long strength) {
        /** Refuses nothing, and places outside the cell. */
        public Kind {
            if (count < 1 || placeX < 0 || placeX >= PLACES || placeY < 0 || placeY >= PLACES) {
                throw new IllegalArgumentException("a kind has one entity or more and a place within 0..255, got "
                        + count + " at " + placeX + "," + placeY);
            }
        }
    }

    /** True if nothing is there. */
    public boolean isEmpty() {
        return kinds.isEmpty();
    }

    /** Writes docs/wire-session.md, "Summaries". */
    public void encode(ByteWriter out) {
        cell.encode(out);
        out.varint(kinds.size());
        for (Kind kind : kinds) {
            out.i32(kind.component)
                    .varint(kind.count)
                    .u8(kind.placeX)
                    .u8(kind.placeY)
                    .zigzag(kind.strength);
        }
    }

    /** Reads what {@link #encode} wrote; fails the reader for anything out of bounds. */
    public static SectorSummary decode(ByteReader in) {
        SectorId cell = SectorId.decode(in);
        int count = in.count(KINDS_MAX);
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            int component = in.i32();
            long entities = in.varint();
            int x = in.u8();
            int y = in.u8();
            long strength = in.zigzag();
            boolean rises = kinds.isEmpty() || component > kinds.get(kinds.size() - 1).component;
            if (in.ok() && entities >= 1 && rises) {
                kinds.add(new Kind(component, entities, x, y, strength));
            } else {
                in.fail();
            }
        }
        return new SectorSummary(cell, in.ok() ? kinds : List.of());
    }
}
