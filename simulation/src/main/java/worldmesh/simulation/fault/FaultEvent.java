package worldmesh.simulation.fault;

import java.util.List;

/** Something that goes wrong, or that people do, at a moment of virtual time. Node 0 founds the world. */
public sealed interface FaultEvent {
    /** When. */
    long atNanos();

    /** Datagrams pass only between nodes whose bits in {@code side} are equal, until the duration has passed. */
    record Partition(long atNanos, long durationNanos, int side) implements FaultEvent {}

    /** The power of a node fails; it starts again from its disk after {@code downNanos}. */
    record Crash(long atNanos, int node, long downNanos) implements FaultEvent {}

    /** As {@link Crash} of whoever holds the authority then. */
    record CrashHolder(long atNanos, long downNanos) implements FaultEvent {}

    /** As {@link CrashHolder}, at the first moment after {@code atNanos} that a receipt reaches a player. */
    record CrashOnReceipt(long atNanos, long downNanos) implements FaultEvent {}

    /** The next sync of a node's disk fails and loses what it should have written. */
    record LostSync(long atNanos, int node) implements FaultEvent {}

    /** The program of a node stands still; {@link #HOLDER} is whoever holds the authority then. */
    record Stall(long atNanos, int node, long durationNanos) implements FaultEvent {}

    /**
     * The program of the holder stands still until somebody promises its role to another, at most so long: it comes
     * back in the middle of the election and knows nothing of it. It and its successor do not hear each other for
     * {@code rivalsNanos}, and nobody hears the successor for {@code unheardNanos} after it introduced itself.
     */
    record StallUntilReplaced(long atNanos, long longestNanos, long rivalsNanos, long unheardNanos)
            implements FaultEvent {}

    /** The power of all fails; node i starts again after the i-th duration. */
    record Blackout(long atNanos, List<Long> downNanos) implements FaultEvent {
        /** Copies the list. */
        public Blackout {
            downNanos = List.copyOf(downNanos);
        }
    }

    /** The player of a node leaves in good order and comes back after {@code awayNanos}. */
    record Leave(long atNanos, int node, long awayNanos) implements FaultEvent {}

    /** The holder throws the player of a node out, for good. */
    record Kick(long atNanos, int node) implements FaultEvent {}

    /** The player of a node chooses to go on without a majority. */
    record Adopt(long atNanos, int node) implements FaultEvent {}

    /** Instead of a node: whoever holds the authority. */
    int HOLDER = -1;
}
