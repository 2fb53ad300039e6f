package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.event.Origin;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.Revocation;
import worldmesh.world.trust.WorldManifest;

/** Two peers of one world, the first of which founded it; either may hold the authority. One seed is one history. */
final class NotificationHistory {
    private static final List<SectorId> SECTORS =
            List.of(SectorId.ORIGIN, new SectorId(1, 0, 0), new SectorId(-(1L << 62), 1L << 62, 0));

    final NotificationSide host;
    final NotificationSide guest;
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer root = signatures.signer(1);
    private final Signer other = signatures.signer(2);
    private final WorldManifest manifest;
    private final Random random;
    private final List<EntityId> entities = new ArrayList<>();
    private final List<Proof> proofs = new ArrayList<>();
    private long nowMillis = 1_000;
    private long epoch;
    private boolean revoked;

    NotificationHistory(int seed) {
        random = new Random(seed);
        manifest = WorldManifest.found(
                "world", Membership.OPEN, Hosting.HOSTED, new WorldManifest.Founding(1_000, seed), root);
        TestGame game = new NotificationGame();
        MemoryStore ours = new MemoryStore();
        MemoryStore theirs = new MemoryStore();
        ours.found(manifest);
        theirs.found(manifest);
        host = new NotificationSide(game, root, signatures, ours, 1);
        guest = new NotificationSide(game, other, signatures, theirs, 2);
        advance(1);
        for (NotificationSide side : List.of(host, guest)) {
            side.world.time().settle();
            proofs.add(side.replica().self().certificate());
        }
        host.learn(proofs);
        guest.learn(proofs);
        grant(host);
    }

    private void advance(long millis) {
        nowMillis += millis;
        host.advance(nowMillis);
        guest.advance(nowMillis);
    }

    void run() {
        for (int steps = 4 + random.nextInt(16); steps > 0; steps--) {
            step(random.nextBoolean() ? host : guest);
        }
        rest();
    }

    private void step(NotificationSide side) {
        EntityId entity = entities.isEmpty() ? spawn(side) : entities.get(random.nextInt(entities.size()));
        switch (random.nextInt(16)) {
            case 0 -> spawn(side);
            case 1, 2 -> side.tell();
            case 3 -> exchange();
            case 4 -> deliver(side, side == host ? guest : host);
            case 5 -> side.predict(entity, 1 + random.nextInt(60));
            case 6 -> side.answer(random.nextBoolean() ? Origin.ROLLBACK : Origin.AUTHORITY);
            case 7 -> side.judge(entity, random.nextInt(100));
            case 8 -> advance(random.nextInt(700));
            case 9 -> rare(side);
            default -> {
                if (side.replica().exists(entity)) {
                    side.edit(() -> edit(side.world, entity));
                }
            }
        }
    }

    private void rare(NotificationSide side) {
        switch (random.nextInt(4)) {
            case 0 -> grant(side);
            case 1 -> side.toggleLatecomer();
            case 2 -> teach(side);
            default -> {
                if (random.nextInt(4) == 0) {
                    revokeGuest();
                }
            }
        }
    }

    private EntityId spawn(NotificationSide side) {
        EntityId[] born = {new EntityId(99, 99)};
        SectorId sector = SECTORS.get(random.nextInt(SECTORS.size()));
        side.edit(() -> {
            born[0] = switch (random.nextInt(4)) {
                case 0 -> side.world.spawn(null, new Position(random.nextInt(1_500), 1), new Block(9));
                case 1 -> side.replica().spawnAs(guest.world.self(), sector, new Block(7));
                default -> side.world.spawn(sector, new Block(random.nextInt(4)));
            };
            entities.add(born[0]);
        });
        return born[0];
    }

    private void edit(LocalWorld world, EntityId entity) {
        String tag = "t" + random.nextInt(3);
        switch (random.nextInt(11)) {
            case 0 -> world.put(entity, new Block(random.nextInt(4)));
            case 1, 2 -> world.put(entity, new Position(random.nextInt(1_500), random.nextInt(9)));
            case 3 -> world.add(entity, NotificationGame.Score.class, random.nextInt(9) - 4);
            case 4 -> world.addElement(entity, NotificationGame.Tags.class, tag);
            case 5 -> world.removeElement(entity, NotificationGame.Tags.class, tag);
            case 6 -> world.enable(entity, NotificationGame.Open.class);
            case 7 -> world.disable(entity, NotificationGame.Open.class);
            case 8 -> world.transfer(entity, random.nextBoolean() ? host.world.self() : guest.world.self());
            case 9 -> world.move(entity, SECTORS.get(random.nextInt(SECTORS.size())));
            default -> world.delete(entity);
        }
    }

    /** A new epoch: what the old holder goes on to write is a branch that loses once both are known. */
    private void grant(NotificationSide holder) {
        Signer to = holder == host ? root : other;
        Grant grant = Grant.sign(manifest.worldId(), ++epoch, to.publicKey(), null, root);
        proofs.add(grant);
        holder.learn(List.of(grant));
        holder.epoch = epoch;
    }

    private void teach(NotificationSide side) {
        List<Proof> all = new ArrayList<>(proofs);
        all.addAll(host.replica().proofs());
        all.addAll(guest.replica().proofs());
        side.learn(all);
    }

    /** The guest's batches that the host has not seen never count. */
    private void revokeGuest() {
        if (revoked) {
            return;
        }
        revoked = true;
        long replica = guest.replica().self().replica();
        List<Revocation.Cutoff> cutoffs = new ArrayList<>();
        for (SectorId sector : host.replica().sectors()) {
            long last = host.replica().vector(sector).last(replica);
            if (last > 0) {
                cutoffs.add(new Revocation.Cutoff(replica, sector, last));
            }
        }
        long clock = (nowMillis - random.nextInt(500)) << 16;
        Revocation revocation = Revocation.sign(manifest.worldId(), guest.world.self(), cutoffs, clock, root);
        proofs.add(revocation);
        host.learn(List.of(revocation));
    }

    private void exchange() {
        teach(host);
        deliver(host, guest);
        deliver(guest, host);
        teach(guest);
    }

    private void deliver(NotificationSide from, NotificationSide to) {
        from.seal();
        List<SignedBatch> sent = List.copyOf(from.outbox);
        from.outbox.clear();
        to.hear(sent);
    }

    /** All is answered, settled, exchanged and told. */
    private void rest() {
        for (NotificationSide side : List.of(host, guest)) {
            while (!side.predicted.isEmpty()) {
                side.answer(Origin.ROLLBACK);
            }
            side.settle();
        }
        exchange();
        host.settle();
        guest.settle();
        exchange();
        advance(5_000);
        host.tell();
        guest.tell();
    }
}
