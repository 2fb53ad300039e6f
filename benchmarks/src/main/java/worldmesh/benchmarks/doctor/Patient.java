package worldmesh.benchmarks.doctor;

import worldmesh.peer.checkup.Remedy;

/** Something with a fault in it that can be looked at, be treated, and be looked at again. */
interface Patient extends AutoCloseable {
    /** Looks at it. */
    Diagnosis examine();

    /** Does what a remedy says and nothing else; one that makes no sense here is an {@link IllegalStateException}. */
    void apply(Remedy remedy);

    @Override
    default void close() {}

    /** A remedy for another kind of patient. */
    static IllegalStateException senseless(Remedy remedy) {
        return new IllegalStateException("nothing here can be treated by '" + remedy.text() + "'");
    }
}
