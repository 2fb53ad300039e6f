package worldmesh.benchmarks.crdt;

import anchors.Bounds;
import anchors.Workload;
import worldmesh.world.replica.ReplicaLimits;

/** One engine of a benchmark: opens worlds of its own kind. */
interface Contestant {
    /** The name in the report. */
    String name();

    /** The empty world that is populated. */
    Workload.World empty();

    /** An empty world of a member, from 1. */
    Workload.World member(int number);

    /** A member's world from a snapshot. */
    Workload.World load(int number, byte[] snapshot);

    /** The bytes of author signatures among the deltas of a world. */
    long signatureBytes(Workload.World world);

    /** The engine with so many members; each call is a party of its own. */
    static Contestant engine(int members, boolean signed) {
        return engine(new WorkloadParty(members, signed));
    }

    /** The engine whose members have retained all they may soon, as those of a long evening. */
    static Contestant bounded(int members, int batches) {
        ReplicaLimits all = ReplicaLimits.DEFAULT;
        return engine(new WorkloadParty(
                members,
                new ReplicaLimits(batches, all.bytesPerSector(), all.parkedBatches(), all.parkedPerReplica())));
    }

    private static Contestant engine(WorkloadParty party) {
        return new Contestant() {
            @Override
            public String name() {
                return "worldmesh";
            }

            @Override
            public Workload.World empty() {
                return EngineWorld.empty(party);
            }

            @Override
            public Workload.World member(int number) {
                return EngineWorld.member(party, number);
            }

            @Override
            public Workload.World load(int number, byte[] snapshot) {
                return EngineWorld.load(party, number, snapshot);
            }

            @Override
            public long signatureBytes(Workload.World world) {
                return ((EngineWorld) world).signatureBytes();
            }
        };
    }

    /** The plain Java bound: columns, or one hash map. */
    static Contestant bound(boolean columns) {
        return new Contestant() {
            @Override
            public String name() {
                return columns ? "plain-fast" : "plain-hashmap";
            }

            @Override
            public Workload.World empty() {
                return member(0);
            }

            @Override
            public Workload.World member(int number) {
                return columns ? Bounds.columns(number) : Bounds.hashMap(number);
            }

            @Override
            public Workload.World load(int number, byte[] snapshot) {
                return columns ? Bounds.columns(snapshot, number) : Bounds.hashMap(snapshot, number);
            }

            @Override
            public long signatureBytes(Workload.World world) {
                return 0;
            }
        };
    }
}
