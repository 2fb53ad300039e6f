package worldmesh.peer.core;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;

/**
 * Says where peers are: in the sectors of the entities that they own and that have a motion component. For streams of
 * limited interest. Confined to the world's thread.
 */
final class Avatars {
    private final Set<EntityId> moving = new TreeSet<>();

    /** The entity has a motion component. */
    void add(EntityId entity) {
        moving.add(entity);
    }

    /** The entity is gone. */
    void remove(EntityId entity) {
        moving.remove(entity);
    }

    /** Nothing is known to move. */
    void clear() {
        moving.clear();
    }

    /** Where everybody is now. */
    Places places(Replica replica) {
        Map<PeerId, Set<SectorId>> places = new TreeMap<>();
        Map<PeerId, SectorId> first = new TreeMap<>();
        for (EntityId entity : moving) {
            PeerId owner = replica.owner(entity);
            if (owner != null) {
                places.computeIfAbsent(owner, peer -> new TreeSet<>()).add(replica.sectorOf(entity));
                first.putIfAbsent(owner, replica.sectorOf(entity));
            }
        }
        return new Places(places, first);
    }

    /** Where everybody is at one moment, and where the first entity of each is, by id. */
    record Places(Map<PeerId, Set<SectorId>> sectors, Map<PeerId, SectorId> first) {
        /** Where nobody is looked for. */
        static final Places NOT_ASKED = new Places(Map.of(), Map.of());

        /** Where the first of the peer's entities is, or null if it has none. */
        @Nullable SectorId of(PeerId peer) {
            return first.get(peer);
        }

        /** True if the peer is at most {@code squares} sectors away; nobody is near what is in no sector. */
        boolean isNear(PeerId peer, @Nullable SectorId sector, int squares) {
            return sector != null
                    && sectors.getOrDefault(peer, Set.of()).stream().anyMatch(at -> at.isNear(sector, squares));
        }
    }
}
