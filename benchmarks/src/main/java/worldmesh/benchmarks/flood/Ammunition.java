package worldmesh.benchmarks.flood;

/** What a rogue member fires at the host, message by message. Used by one thread. */
@FunctionalInterface
interface Ammunition {
    /** The shot of this number, from 1. */
    byte[] shot(long number);
}
