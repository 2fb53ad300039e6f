package worldmesh.mesh.membership;

/** Why a member is out of the party without having left. */
public enum Exclusion {
    /** It stood still so long that the others went on without it. It comes back by itself, as the youngest. */
    FENCED,
    /** The coordinator evicted it. It stays out. */
    EVICTED,
    /** The party has as many members as it may have. It stays out until it is told to join again. */
    PARTY_FULL
}
