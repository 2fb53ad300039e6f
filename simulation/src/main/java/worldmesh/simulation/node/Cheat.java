package worldmesh.simulation.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.core.PeerView;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.Proofs;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.simulation.game.Pose;
import worldmesh.simulation.game.Purse;
import worldmesh.simulation.game.SimWorld;
import worldmesh.simulation.game.Tag;
import worldmesh.world.bytes.Payload;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.ReplicaIdentity;

/**
 * A member with a changed program: under a replica of its own, which is genuine, it signs writes to cells that belong
 * to others or to the authority, and sends them as honest deltas are sent. No honest replica may ever show one. One
 * thread.
 */
final class Cheat {
    private static final int CONTROL_STREAM = 0;
    private static final int ONE_TURN_IN = 10;

    private final SimProcess process;
    private final Signer signer;
    private final RandomGenerator random;
    private final long nonce;
    private final Map<SectorId, Long> sequences = new HashMap<>();
    private long lastClock;

    Cheat(SimProcess process, Signer signer, RandomGenerator random) {
        this.process = process;
        this.signer = signer;
        this.random = random;
        this.nonce = random.nextLong();
    }

    /** Cheats now and then. */
    void act() {
        List<PeerId> victims = process.session().peers().stream()
                .filter(peer -> !peer.self())
                .map(PeerView::peer)
                .toList();
        if (random.nextInt(ONE_TURN_IN) > 0 || victims.isEmpty()) {
            return;
        }
        Op op = random.nextBoolean() ? foreignTag() : freeGold();
        if (op != null) {
            send(victims.get(random.nextInt(victims.size())), op);
        }
    }

    private @Nullable Op foreignTag() {
        List<EntityId> avatars = foreign(Pose.class);
        if (avatars.isEmpty()) {
            return null;
        }
        var type = world().schema().type(Tag.class);
        byte[] value = type.codec().encode(new Tag(SimWorld.CHEAT_MARK + " " + random.nextInt(100)));
        return new Op.Write(avatars.get(random.nextInt(avatars.size())), type.id(), null, 0, Payload.wrap(value));
    }

    private @Nullable Op freeGold() {
        List<EntityId> purses = foreign(Purse.class);
        if (purses.isEmpty()) {
            return null;
        }
        var type = world().schema().type(Purse.class);
        byte[] value = type.codec().encode(new Purse(SimWorld.CHEAT_LOOT));
        return new Op.Write(purses.get(random.nextInt(purses.size())), type.id(), null, 1_000_000, Payload.wrap(value));
    }

    private <T extends Record> List<EntityId> foreign(Class<T> type) {
        var found = new ArrayList<EntityId>();
        world().replica().each(null, type, (entity, value) -> {
            if (!Objects.equals(world().self(), world().owner(entity))) {
                found.add(entity);
            }
        });
        return found;
    }

    private void send(PeerId victim, Op op) {
        ReplicaIdentity identity =
                ReplicaIdentity.draw(world().replica().manifest().worldId(), signer, nonce);
        EntityId entity = Objects.requireNonNull(op.entity());
        SectorId sector = world().replica().sectorOf(entity);
        long sequence = sequences.merge(sector, 1L, Long::sum);
        lastClock = Math.max(lastClock + 1, world().worldMillis() << 16);
        SignedBatch batch = SignedBatch.sign(
                new BatchKey(world().replica().manifest().worldId(), sector, identity.replica(), sequence),
                new BatchContent(lastClock, null, List.of(op)),
                signer);
        deliver(victim, new Proofs(List.of(identity.certificate().encode())));
        deliver(victim, new Batches(List.of(batch.encode())));
    }

    private void deliver(PeerId victim, Message message) {
        process.mesh().send(victim, Lane.RELIABLE, CONTROL_STREAM, message.encode());
    }

    private LocalWorld world() {
        return process.world();
    }
}
