package worldmesh.world.causal;

/**
 * Names one op of one replica for ever. The sequence is the hybrid stamp of the op's batch: unlike the batch number,
 * which counts per sector, it is unique over all sectors, so that a dot keeps its meaning when an entity moves.
 */
public record Dot(long replica, long sequence, int index) implements Comparable<Dot> {
    @Override
    public int compareTo(Dot other) {
        int byReplica = Long.compareUnsigned(replica, other.replica);
        if (byReplica != 0) {
            return byReplica;
        }
        int bySequence = Long.compareUnsigned(sequence, other.sequence);
        return bySequence != 0 ? bySequence : Integer.compare(index, other.index);
    }
}
