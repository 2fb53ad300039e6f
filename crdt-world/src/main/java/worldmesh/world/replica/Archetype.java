package worldmesh.world.replica;

import worldmesh.world.component.Row;
import worldmesh.world.entity.Trust;

/**
 * What entities of one make are born with: rows, whose values of that moment each gets, and the class of trust that
 * follows from their components. Made once by {@link PrimitiveEdits#archetype}; not thread-safe.
 */
public final class Archetype {
    private final Trust trust;
    private final Row[] rows;

    Archetype(Trust trust, Row[] rows) {
        this.trust = trust;
        this.rows = rows;
    }

    /** The trust of its entities. */
    public Trust trust() {
        return trust;
    }

    /** How many rows it has. */
    public int size() {
        return rows.length;
    }

    /** A row, to be set before each birth; the same object that the archetype was made of. */
    public Row row(int index) {
        return rows[index];
    }
}
