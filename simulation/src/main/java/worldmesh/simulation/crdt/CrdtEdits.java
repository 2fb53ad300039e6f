package worldmesh.simulation.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;

/** What people do to a world, one edit at a time. */
final class CrdtEdits {
    /** Nobody honest writes these; a cheat does. */
    static final int CHEAT = 666;

    private final Random random;
    private final List<CrdtMember> members;
    private final TreeSet<EntityId> entities = new TreeSet<>();
    private long logIndex;
    private @Nullable Random later;

    CrdtEdits(Random random, List<CrdtMember> members) {
        this.random = random;
        this.members = members;
    }

    List<EntityId> entities() {
        return List.copyOf(entities);
    }

    /** One edit; what its member has no right to, or has not heard of, it is refused and does not happen. */
    void edit(CrdtMember member, long epoch) {
        Replica replica = member.replica();
        replica.advance(member.worldMillis());
        try {
            List<EntityId> here = here(replica);
            if (here.isEmpty() || random.nextInt(6) == 0) {
                entities.add(spawn(member, replica));
            } else {
                EntityId entity = here.get(random.nextInt(here.size()));
                changeLater(replica, entity);
                change(member, replica, entity, epoch);
            }
        } catch (IllegalStateException refused) {
            // Not the owner, dead, no grant, or removed from the world: an honest program is told so.
        }
    }

    private static List<EntityId> here(Replica replica) {
        List<EntityId> here = new ArrayList<>();
        replica.eachEntity(here::add);
        return here;
    }

    private SectorId sector(CrdtMember member) {
        List<SectorId> followed = List.copyOf(member.sectors);
        return followed.get(random.nextInt(followed.size()));
    }

    private EntityId spawn(CrdtMember member, Replica replica) {
        SectorId sector = sector(member);
        return switch (random.nextInt(5)) {
            case 0, 1 -> replica.spawn(sector, new CrdtSchema.Body(random.nextInt(99), 1));
            case 2 -> replica.spawnAs(someone(), sector, wall());
            default -> replica.spawn(sector, wall());
        };
    }

    private PeerId someone() {
        return members.get(random.nextInt(members.size())).replica().self().peer();
    }

    private CrdtSchema.Wall wall() {
        return new CrdtSchema.Wall(random.nextInt(9), "b" + random.nextInt(9));
    }

    private void change(CrdtMember member, Replica replica, EntityId entity, long epoch) {
        String tag = "t" + random.nextInt(3);
        switch (random.nextInt(24)) {
            case 0, 1 -> replica.put(entity, new CrdtSchema.Body(random.nextInt(600), random.nextInt(9)));
            case 2, 3, 4 -> replica.put(entity, wall());
            case 5, 6 -> replica.add(entity, CrdtSchema.Score.class, random.nextInt(21) - 10);
            case 7, 8 -> replica.addElement(entity, CrdtSchema.Tags.class, tag);
            case 9 -> replica.removeElement(entity, CrdtSchema.Tags.class, tag);
            case 10 -> replica.enable(entity, CrdtSchema.Open.class);
            case 11 -> replica.disable(entity, CrdtSchema.Open.class);
            case 12 -> replica.transfer(entity, someone());
            case 13, 14 -> replica.move(entity, sector(member));
            case 15 -> replica.putCritical(entity, new CrdtSchema.Gold(random.nextInt(99)), epoch, ++logIndex);
            case 16 -> replica.offer(entity, CrdtSchema.Best.class, random.nextInt(99));
            case 17 -> replica.offer(entity, CrdtSchema.Least.class, random.nextInt(99));
            case 18 -> replica.stockUp(entity, CrdtSchema.Stock.class, 1 + random.nextInt(9));
            case 19 -> replica.spend(entity, CrdtSchema.Stock.class, 1 + random.nextInt(9));
            case 20 -> replica.giveRights(entity, CrdtSchema.Stock.class, someone(), 1 + random.nextInt(5));
            case 21 -> {
                if (random.nextBoolean()) {
                    replica.bind(entity, CrdtSchema.Gear.class, tag, "v" + random.nextInt(4));
                } else {
                    replica.unbind(entity, CrdtSchema.Gear.class, tag);
                }
            }
            case 22 ->
                replica.paint(
                        entity, CrdtSchema.Chunk.class, random.nextInt(30), 1 + random.nextInt(9), random.nextInt(4));
            default -> delete(replica, entity);
        }
    }

    /** Texts, lists and trees; their dice are apart, so that the seeds of old bugs still find them. */
    private void changeLater(Replica replica, EntityId entity) {
        switch (dice().nextInt(16)) {
            case 0, 1 -> type(replica, entity);
            case 2, 3 -> list(replica, entity);
            case 4 -> hang(replica, entity);
            default -> {
                // Most edits are of the kinds above.
            }
        }
    }

    private Random dice() {
        if (later == null) {
            later = new Random(members.get(0).replica().self().replica());
        }
        return later;
    }

    private void type(Replica replica, EntityId entity) {
        CrdtSchema.Sign sign = replica.get(entity, CrdtSchema.Sign.class);
        int length = sign == null ? 0 : sign.text().length();
        int at = dice().nextInt(length + 1);
        if (dice().nextInt(3) == 0) {
            replica.deleteText(entity, CrdtSchema.Sign.class, at, Math.min(length - at, 1 + dice().nextInt(3)));
        } else {
            replica.insertText(entity, CrdtSchema.Sign.class, at, "abc".substring(dice().nextInt(3)));
        }
    }

    private void list(Replica replica, EntityId entity) {
        CrdtSchema.Quests quests = replica.get(entity, CrdtSchema.Quests.class);
        int length = quests == null ? 0 : quests.numbers().size();
        int at = dice().nextInt(length + 1);
        if (dice().nextInt(3) == 0) {
            replica.deleteValues(entity, CrdtSchema.Quests.class, at, Math.min(length - at, 1 + dice().nextInt(3)));
        } else {
            replica.insertValues(entity, CrdtSchema.Quests.class, at, List.of(dice().nextInt(99), -1));
        }
    }

    /** Under anything that is alive; what would make a ring is refused. */
    private void hang(Replica replica, EntityId entity) {
        List<EntityId> here = here(replica);
        EntityId parent = dice().nextInt(4) == 0 ? null : here.get(dice().nextInt(here.size()));
        try {
            replica.tree(CrdtSchema.Mount.class).move(entity, parent);
        } catch (IllegalArgumentException ring) {
            // The parent is under the entity: an honest program is told so.
        }
    }

    private void delete(Replica replica, EntityId entity) {
        if (random.nextInt(3) == 0) {
            replica.delete(entity);
        }
    }
}
