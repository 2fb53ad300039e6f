package worldmesh.world.trust;

/** What became of a proof that was offered. */
public enum LearnStatus {
    /** New and valid: pass it on. */
    LEARNED,
    /** Known before. */
    KNOWN,
    /** It names proofs that are not known yet; offer it again later. */
    WAITING,
    /** Of another world, or its signature is wrong. */
    REFUSED
}
