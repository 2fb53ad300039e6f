package worldmesh.authority.row;

import java.util.List;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Proof;

/** Adds signed batches to a journal batch of somebody else, so that history and effects become durable as one. */
public interface History {
    /** Adds the rows of {@code batches} to {@code rows}. */
    void draft(List<SignedBatch> batches, JournalBatch rows);

    /** Adds the row of {@code proof} to {@code rows}. */
    void draft(Proof proof, JournalBatch rows);

    /** Takes batches out of history again: they are of a branch that lost. */
    void retract(List<SignedBatch> batches, JournalBatch rows);

    /** Takes what was folded of a sector out of history: it is of a branch that lost. What else was in it is synced. */
    void unfold(SectorId sector, JournalBatch rows);

    /** Takes the batches of one replica behind {@code last} out of a sector's history; true if there were any. */
    boolean retractBehind(SectorId sector, long replica, long last, JournalBatch rows);
}
