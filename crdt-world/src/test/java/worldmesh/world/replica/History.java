package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Revocation;

/**
 * A random evening of three to five players, an authority that changes, a cheater and a network that loses, repeats
 * and reorders. One seed is one history.
 */
final class History {
    static final long DAY = 86_400_000L;
    static final SectorId[] SECTORS = {SectorId.ORIGIN, new SectorId(1, 0, 0), new SectorId(-1, 0, 0)};

    final TestWorld world = new TestWorld();
    final Random random;
    private final Random kinds;
    private final Random later;
    final List<Replica> players = new ArrayList<>();
    final List<ChangeModel> models = new ArrayList<>();
    final List<SignedBatch> batches = new ArrayList<>();
    final List<Proof> proofs = new ArrayList<>();
    private final List<Long> skews = new ArrayList<>();
    private final List<EntityId> entities = new ArrayList<>();
    private final Hostile hostile;
    private final boolean wild;
    private long now = TestWorld.NOON;
    private long epoch;
    private long logIndex;

    History(long seed) {
        this(seed, false);
    }

    private History(long seed, boolean wild) {
        this.wild = wild;
        random = new Random(seed);
        kinds = new Random(~seed);
        later = new Random(seed * 31);
        hostile = new Hostile(world, random, wild);
        int count = 3 + random.nextInt(3);
        proofs.add(hostile.certificate());
        for (int i = 0; i < count; i++) {
            Replica player = world.replica(10 + i);
            players.add(player);
            models.add(new ChangeModel());
            proofs.add(player.self().certificate());
            // One in ten laptops is a day off and was never told world time.
            int wrong = random.nextInt(20);
            skews.add(wrong == 0 ? DAY : wrong == 1 ? -DAY : random.nextInt(300) - 150);
        }
        proofs.forEach(proof -> players.forEach(player -> tell(player, proof, 90)));
    }

    /** A history in which players also load each other's snapshots, and the cheater writes what no program reads. */
    static History wild(long seed) {
        return new History(seed, true);
    }

    long end() {
        return now + 40 * DAY;
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            now += random.nextInt(40);
            if (wild && random.nextInt(12) == 0) {
                load(random.nextInt(players.size()));
            } else {
                step();
            }
        }
    }

    private void step() {
        int player = random.nextInt(players.size());
        int dice = random.nextInt(100);
        if (dice < 50) {
            edit(players.get(player), player);
        } else if (dice < 62) {
            publish(players.get(player).seal(time(player)));
        } else if (dice < 90) {
            deliver(player);
        } else if (dice < 95 && !entities.isEmpty()) {
            attack();
        } else if (dice < 97) {
            grant(player);
        } else if (dice == 97 && random.nextInt(6) == 0) {
            revoke(player);
        } else {
            retry(player, time(player));
        }
    }

    private long time(int player) {
        return now + skews.get(player);
    }

    /** A player loads what another has of a sector, some of it by authors whose certificates it lacks. */
    private void load(int player) {
        Replica source = players.get(random.nextInt(players.size()));
        byte[] snapshot =
                source.snapshot(SECTORS[random.nextInt(SECTORS.length)]).encode();
        models.get(player).apply(players.get(player).localChanges());
        Snapshot read = Objects.requireNonNull(Snapshot.decode(snapshot));
        List<Change> changes = players.get(player).install(read);
        if (changes != null) {
            models.get(player).apply(changes);
        }
    }

    private void publish(List<SignedBatch> sealed) {
        batches.addAll(sealed);
    }

    private void deliver(int player) {
        for (int i = 0; i < 4 && !batches.isEmpty(); i++) {
            SignedBatch batch = batches.get(random.nextInt(batches.size()));
            receive(player, batch, time(player));
        }
    }

    void receive(int player, SignedBatch batch, long millis) {
        Replica replica = players.get(player);
        models.get(player).apply(replica.localChanges());
        record(player, replica.merge(batch, millis));
    }

    private void retry(int player, long millis) {
        models.get(player).apply(players.get(player).localChanges());
        record(player, players.get(player).retryParked(millis));
    }

    void record(int player, MergeResult result) {
        models.get(player).apply(players.get(player).localChanges());
        if (result instanceof MergeResult.Applied applied) {
            models.get(player).apply(applied.changes());
        }
    }

    private void tell(Replica player, Proof proof, int percent) {
        if (random.nextInt(100) < percent) {
            learn(players.indexOf(player), proof);
        }
    }

    void learn(int player, Proof proof) {
        Replica replica = players.get(player);
        models.get(player).apply(replica.localChanges());
        models.get(player).apply(replica.learn(proof).changes());
    }

    private void attack() {
        List<ProofId> names = new ArrayList<>();
        players.get(random.nextInt(players.size())).proofs().forEach(proof -> names.add(proof.id()));
        EntityId victim = entities.get(random.nextInt(entities.size()));
        batches.addAll(hostile.attack(victim, SECTORS[random.nextInt(SECTORS.length)], now, names));
    }

    private void grant(int player) {
        Proof grant = world.grant(++epoch, 10 + player);
        proofs.add(grant);
        players.forEach(each -> tell(each, grant, 60));
    }

    private void revoke(int player) {
        Replica witness = players.get((player + 1) % players.size());
        long replica = players.get(player).self().replica();
        List<Revocation.Cutoff> cutoffs = new ArrayList<>();
        for (SectorId sector : SECTORS) {
            long last = witness.vector(sector).last(replica);
            if (last > 0) {
                cutoffs.add(new Revocation.Cutoff(replica, sector, last));
            }
        }
        Proof revocation = Revocation.sign(
                world.manifest.worldId(), players.get(player).self().peer(), cutoffs, now << 16, world.root);
        proofs.add(revocation);
        players.forEach(each -> tell(each, revocation, 50));
    }

    private void edit(Replica player, int index) {
        try {
            if (entities.isEmpty() || random.nextInt(8) == 0) {
                spawn(player);
            } else {
                edit(player, entities.get(random.nextInt(entities.size())));
            }
        } catch (IllegalStateException refused) {
            // Not the owner, dead, or removed from the world: an honest program is told so.
        }
        if (random.nextInt(3) == 0) {
            models.get(index).apply(player.localChanges());
        }
    }

    private void spawn(Replica player) {
        SectorId sector = SECTORS[random.nextInt(SECTORS.length)];
        entities.add(
                switch (random.nextInt(4)) {
                    case 0 -> player.spawn(sector, new TestWorld.Position(random.nextInt(99), 1));
                    case 1 ->
                        player.spawnAs(
                                players.get(random.nextInt(players.size()))
                                        .self()
                                        .peer(),
                                sector,
                                block());
                    default -> player.spawn(sector, block());
                });
    }

    private TestWorld.Block block() {
        return new TestWorld.Block(random.nextInt(9), "b" + random.nextInt(9));
    }

    private void edit(Replica player, EntityId entity) {
        String tag = "t" + random.nextInt(3);
        switch (random.nextInt(14)) {
            case 0, 1 -> player.put(entity, new TestWorld.Position(random.nextInt(999), random.nextInt(9)));
            case 2, 3 -> player.put(entity, block());
            case 4 -> player.add(entity, TestWorld.Score.class, random.nextInt(21) - 10);
            case 5 -> player.addElement(entity, TestWorld.Tags.class, tag);
            case 6 -> player.removeElement(entity, TestWorld.Tags.class, tag);
            case 7 -> player.enable(entity, TestWorld.Open.class);
            case 8 -> player.disable(entity, TestWorld.Open.class);
            case 9 ->
                player.transfer(
                        entity,
                        players.get(random.nextInt(players.size())).self().peer());
            case 10, 11 -> player.move(entity, SECTORS[random.nextInt(SECTORS.length)]);
            case 12 -> player.putCritical(entity, new TestWorld.Purse(random.nextInt(99)), epoch, ++logIndex);
            default -> {
                if (random.nextInt(3) == 0) {
                    player.delete(entity);
                }
            }
        }
        if (kinds.nextInt(2) == 0) {
            editKind(player, entities.get(kinds.nextInt(entities.size())));
        }
        if (later.nextInt(4) == 0) {
            list(player, entities.get(later.nextInt(entities.size())));
        }
    }

    /** Offers, escrow, tiles and texts; their dice are apart, so that the seeds of old bugs still find them. */
    private void editKind(Replica player, EntityId entity) {
        switch (kinds.nextInt(11)) {
            case 0 -> player.offer(entity, TestWorld.Best.class, kinds.nextInt(99));
            case 1 -> player.offer(entity, TestWorld.Least.class, kinds.nextInt(99));
            case 2 -> player.stockUp(entity, TestWorld.Stock.class, 1 + kinds.nextInt(9));
            case 3, 4 -> player.spend(entity, TestWorld.Stock.class, 1 + kinds.nextInt(9));
            case 5 ->
                player.giveRights(
                        entity,
                        TestWorld.Stock.class,
                        players.get(kinds.nextInt(players.size())).self().peer(),
                        1 + kinds.nextInt(5));
            case 6 -> player.bind(entity, TestWorld.Gear.class, "k" + kinds.nextInt(3), "v" + kinds.nextInt(4));
            case 7 -> player.unbind(entity, TestWorld.Gear.class, "k" + kinds.nextInt(3));
            case 8, 9 -> type(player, entity);
            default -> {
                int first = kinds.nextInt(30);
                player.paint(entity, TestWorld.Chunk.class, first, 1 + kinds.nextInt(9), kinds.nextInt(4));
            }
        }
    }

    private void list(Replica player, EntityId entity) {
        TestWorld.Quests quests = player.get(entity, TestWorld.Quests.class);
        int length = quests == null ? 0 : quests.names().size();
        int at = later.nextInt(length + 1);
        if (later.nextInt(3) == 0) {
            player.deleteValues(entity, TestWorld.Quests.class, at, Math.min(length - at, 1 + later.nextInt(3)));
        } else {
            List<String> some = List.of("q" + later.nextInt(9), "", "r");
            player.insertValues(entity, TestWorld.Quests.class, at, some.subList(0, 1 + later.nextInt(3)));
        }
    }

    private void type(Replica player, EntityId entity) {
        TestWorld.Sign sign = player.get(entity, TestWorld.Sign.class);
        int length = sign == null ? 0 : sign.text().length();
        int at = kinds.nextInt(length + 1);
        if (kinds.nextInt(3) == 0) {
            player.deleteText(entity, TestWorld.Sign.class, at, Math.min(length - at, 1 + kinds.nextInt(3)));
        } else {
            player.insertText(entity, TestWorld.Sign.class, at, "abc".substring(kinds.nextInt(3)));
        }
    }

    /** Everything still open is sealed; then everybody gets everything, in an own order, some of it twice. */
    void heal() {
        players.forEach(player -> publish(player.seal(now)));
        for (int player = 0; player < players.size(); player++) {
            flood(player);
        }
        // A fork is proved by whoever met both halves; the proof reaches all.
        TreeSet<ProofId> seen = new TreeSet<>();
        for (Replica player : List.copyOf(players)) {
            for (Proof proof : player.proofs()) {
                if (seen.add(proof.id())) {
                    proofs.add(proof);
                }
            }
        }
        for (int player = 0; player < players.size(); player++) {
            flood(player);
        }
    }

    private void flood(int player) {
        List<SignedBatch> order = new ArrayList<>(batches);
        Collections.shuffle(order, random);
        List<Proof> news = new ArrayList<>(proofs);
        Collections.shuffle(news, random);
        for (SignedBatch batch : order) {
            receive(player, batch, end());
            if (!news.isEmpty() && random.nextInt(4) == 0) {
                learn(player, news.remove(news.size() - 1));
            }
        }
        for (int i = 0; i < 3; i++) {
            for (Proof proof : proofs) {
                learn(player, proof);
            }
        }
        order.forEach(batch -> receive(player, batch, end()));
        retry(player, end());
    }
}
