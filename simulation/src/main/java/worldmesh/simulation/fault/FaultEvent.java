package worldmesh.simulation.fault;

/** Something that goes wrong at a moment of virtual time. Node 0 is the host. */
public sealed interface FaultEvent {
    /** When. */
    long atNanos();

    /** Datagrams pass only between nodes whose bits in {@code side} are equal, until the duration has passed. */
    record Partition(long atNanos, long durationNanos, int side) implements FaultEvent {}

    /** The power of a node fails; it starts again from its disk after {@code downNanos}. */
    record Crash(long atNanos, int node, long downNanos) implements FaultEvent {}

    /** As {@link Crash} of the host, at the first moment after {@code atNanos} that a receipt reaches a player. */
    record CrashOnReceipt(long atNanos, long downNanos) implements FaultEvent {}

    /** The next sync of a node's disk fails and loses what it should have written. */
    record LostSync(long atNanos, int node) implements FaultEvent {}
}
