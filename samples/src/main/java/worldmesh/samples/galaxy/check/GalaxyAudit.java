package worldmesh.samples.galaxy.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import worldmesh.authority.store.AuditReplica;
import worldmesh.authority.store.StoreAudit;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.Deposit;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.samples.galaxy.model.Fire;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.PowerUp;
import worldmesh.samples.galaxy.model.Shots;
import worldmesh.samples.galaxy.model.Terrain;
import worldmesh.samples.galaxy.model.War;
import worldmesh.samples.galaxy.play.PeerFiles;
import worldmesh.samples.galaxy.world.GalaxyWorld;
import worldmesh.samples.troupe.ReceiptReader;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;

/** What a checker reads of a galaxy after its end: the stores, the receipts and the reports of its peers. */
final class GalaxyAudit {
    private final Schema schema = GalaxyWorld.schema();
    private final List<PeerFiles> peers;
    private final List<StoreAudit> stores;
    private final Replica world;
    private final EventAudit events;
    private final SortedMap<CommandId, CommandEnvelope> accepted = new TreeMap<>();

    GalaxyAudit(List<PeerFiles> peers) {
        this.peers = peers;
        this.stores = peers.stream()
                .map(peer -> StoreAudit.of(peer.store(), schema, Ed25519Verifier.INSTANCE))
                .toList();
        this.world = AuditReplica.of(peers.get(0).store(), schema, Ed25519Verifier.INSTANCE);
        this.events = new EventAudit(
                peers.stream()
                        .map(peer -> peer.reported("event").stream()
                                .map(HeardEvent::parse)
                                .toList())
                        .toList(),
                peers.stream().map(peer -> number(peer, "since")).toList());
        peers.forEach(peer -> accepted.putAll(ReceiptReader.accepted(peer.receipts())));
    }

    private static long number(PeerFiles peer, String key) {
        return Long.parseLong(peer.reported(key).get(0).get(0));
    }

    private long sum(String key, int word) {
        return peers.stream()
                .flatMap(peer -> peer.reported(key).stream())
                .mapToLong(words -> Long.parseLong(words.get(word)))
                .sum();
    }

    int peers() {
        return peers.size();
    }

    EventAudit events() {
        return events;
    }

    boolean converged() {
        return stores.stream().map(StoreAudit::digest).distinct().count() == 1
                && !stores.get(0).digest().isEmpty();
    }

    List<String> problems() {
        return stores.stream().flatMap(store -> store.problems().stream()).toList();
    }

    /** Commands that players hold receipts for. */
    int acked() {
        return accepted.size();
    }

    /** Of those, how many the founder's log lacks, which reaches back to the beginning. */
    int lostAcks() {
        Set<CommandId> lost = new TreeSet<>(accepted.keySet());
        lost.removeAll(stores.get(0).applied().keySet());
        return lost.size();
    }

    /** Commands that stand in some log more than once. */
    int duplicateEffects() {
        return (int) stores.stream()
                .flatMap(store -> store.applied().values().stream())
                .filter(count -> count > 1)
                .count();
    }

    War war() {
        War[] found = {War.BEGIN};
        world.each(null, War.class, (entity, war) -> found[0] = war);
        return found[0];
    }

    /** Shots that players hold receipts for. */
    long acceptedShots() {
        int fire = schema.command(Fire.class).id();
        return accepted.values().stream()
                .filter(command -> command.type() == fire)
                .count();
    }

    long captures() {
        long[] captures = new long[1];
        world.each(null, Deposit.class, (entity, deposit) -> captures[0] += deposit.captures());
        return captures[0];
    }

    long powerUpsLeft() {
        long[] left = new long[1];
        world.each(null, PowerUp.class, (entity, powerUp) -> left[0]++);
        return left[0];
    }

    /** Units whose deaths were told more often or less often than they died. */
    int deathsMistold() {
        Map<EntityId, Long> told = new HashMap<>(events.told(EventType.UnitDestroyed));
        int[] wrong = new int[1];
        world.each(null, Hull.class, (entity, hull) -> {
            Long times = told.remove(entity);
            wrong[0] += hull.deaths() == (times == null ? 0 : times) ? 0 : 1;
        });
        return wrong[0] + told.size();
    }

    Map<Long, CombatEvent> storedEvents() {
        Map<Long, CombatEvent> stored = new HashMap<>();
        world.each(null, CombatEvent.class, (entity, event) -> stored.put(event.number(), event));
        return stored;
    }

    long missedEvents() {
        return sum("missed", 0);
    }

    long shotsCounted() {
        long[] counted = new long[1];
        world.each(null, Shots.class, (entity, shots) -> counted[0] += shots.count());
        return counted[0];
    }

    long shotsReported() {
        return sum("shots", 0);
    }

    int craters() {
        return (int)
                peers.stream().mapToLong(peer -> peer.reported("crater").size()).sum();
    }

    /** Tiles that do not show what the one player painted last that paints them. */
    int cratersLost() {
        int[] lost = new int[1];
        world.each(
                null,
                Terrain.class,
                (entity, terrain) ->
                        peers.forEach(peer -> peer.reported("crater").forEach(words -> {
                            int tile = terrain.tiles().at(Integer.parseInt(words.get(0)));
                            lost[0] += tile == Integer.parseInt(words.get(1)) ? 0 : 1;
                        })));
        return lost[0];
    }

    /** How far off at most, in centimetres, a peer draws a unit; -1 if one is drawn nowhere. */
    long drawnAsideCentimetres() {
        Map<String, List<String>> stands = new HashMap<>();
        peers.forEach(peer -> peer.reported("stands").forEach(words -> stands.put(words.get(0), words)));
        long most = 0;
        for (PeerFiles peer : peers) {
            Map<String, List<String>> seen = new HashMap<>();
            peer.reported("drawn").forEach(words -> seen.put(words.get(0), words));
            peer.reported("stands").forEach(words -> seen.put(words.get(0), words));
            if (!seen.keySet().equals(stands.keySet())) {
                return -1;
            }
            for (Map.Entry<String, List<String>> unit : stands.entrySet()) {
                List<String> there = seen.getOrDefault(unit.getKey(), unit.getValue());
                for (int axis = 1; axis <= 2; axis++) {
                    long aside = Long.parseLong(there.get(axis))
                            - Long.parseLong(unit.getValue().get(axis));
                    most = Math.max(most, Math.abs(aside));
                }
            }
        }
        return most;
    }

    long unitDeltas() {
        return sum("states", 0);
    }

    double bytesPerMovedUnit() {
        long deltas = unitDeltas();
        return deltas == 0 ? -1 : Math.round(100.0 * sum("states", 1) / deltas) / 100.0;
    }

    long idleBytes() {
        return sum("idle", 0);
    }

    long lostBaselines() {
        return sum("states", 2);
    }
}
