package worldmesh.world.trust;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.sector.SectorId;

/** What follows from the proofs a replica knows; changes as it learns more. */
public interface KnownProofs {
    /** The peer that owns a replica, null if its certificate is not known. */
    @Nullable PeerId peerOf(long replica);

    /** True if the replica is known to be one of a tenure: only an authority writes with it. */
    boolean isTenure(long replica);

    /** True if the proof with this id is known. */
    boolean knows(ProofId id);

    /** The roster with this id, null if it is not known. */
    @Nullable Roster roster(ProofId id);

    /** All rosters known, the founding one first, each after the one it follows. */
    List<Roster> rosters();

    /** The rosters from the founding one up to this one, null if it is not known. */
    @Nullable List<Roster> lineage(ProofId last);

    /** The admittances known, in an order of their own; whether one counts is asked elsewhere. */
    Collection<Admittance> admittances();

    /** The withdrawals known, in an order of their own. */
    Collection<Withdrawal> withdrawals();

    /** The rulings known, in an order of their own; whether one counts is asked elsewhere. */
    Collection<Ruling> rulings();

    /** Grows with every proof that bears on who may come in. */
    int accessCount();

    /** The grant with this id, null if it is not known. */
    @Nullable Grant grant(ProofId id);

    /** All grants known, in the order they were learned. */
    List<Grant> grants();

    /** The newest grant of a peer that covers the sector, null if it holds none. */
    @Nullable Grant newestGrant(PeerId holder, SectorId sector);
}
