package worldmesh.simulation.crdt;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.Signer;
import worldmesh.simulation.plant.Plant;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** What all members of a seed share: time, network, keys, the world, and what its seed is about. */
final class CrdtWorld {
    static final List<SectorId> SECTORS =
            List.of(SectorId.ORIGIN, new SectorId(1, 0, 0), new SectorId(-1, 2, 0), new SectorId(0, 0, 1));
    private static final long ROOT = -1;

    final Scheduler scheduler = new Scheduler();
    final SimulatedSignatures keys = new SimulatedSignatures();
    final Signer root = keys.signer(ROOT);
    final WorldManifest manifest = WorldManifest.found(
            "crdt", Membership.OPEN, Hosting.HOSTED, new WorldManifest.Founding(Scheduler.EPOCH_MILLIS, 7), root);
    final Random random;
    final SimulatedNetwork network;
    final Plant plant;
    private final Map<InetSocketAddress, CrdtMember> members = new HashMap<>();

    /** Members load snapshots; else history is taken back by forks and revocations, which it cannot be below one. */
    final boolean snapshots;

    /** A log names cuts, which all make; then batches are kept above them alone. */
    final boolean cuts;

    /** That log, in its order; a member hears of an entry some time later. */
    final List<Cut> log = new ArrayList<>();

    CrdtWorld(long seed, Plant plant) {
        this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
        this.network = new SimulatedNetwork(scheduler, new Random(~seed));
        this.plant = plant;
        this.snapshots = random.nextBoolean();
        // Seeds that lie side by side begin alike: of 1 to 4,095 Random itself says the same of each.
        this.cuts = snapshots && new Random(seed * 0xBF58_476D_1CE4_E5B9L).nextBoolean();
    }

    void join(CrdtMember member) {
        members.put(member.address(), member);
    }

    @Nullable CrdtMember member(InetSocketAddress address) {
        return members.get(address);
    }

    /** The number of the newest cut of a sector that the log names, 0 for none. */
    long lastCut(SectorId sector) {
        return log.stream()
                .filter(cut -> cut.sector().equals(sector))
                .mapToLong(Cut::number)
                .max()
                .orElse(0);
    }

    ReplicaLimits limits() {
        // Few enough that members who were away need a snapshot.
        return snapshots && !cuts ? new ReplicaLimits(24, 1 << 20, 4_096, 512) : ReplicaLimits.DEFAULT;
    }

    ReplicaIdentity identity(long peer, long opening) {
        return ReplicaIdentity.draw(manifest.worldId(), keys.signer(peer), opening);
    }
}
