package worldmesh.samples.cheat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import worldmesh.authority.store.AuditReplica;
import worldmesh.authority.store.StoreAudit;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.lanparty.GameWorld;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Gold;
import worldmesh.samples.lanparty.model.Sign;
import worldmesh.world.access.Access;
import worldmesh.world.command.CommandId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Roster;

/** What the store of an honest peer says, after its end. Immutable. */
public final class Evidence {
    private final Map<String, Integer> applied = new TreeMap<>();
    private final Map<String, Integer> sessions = new TreeMap<>();
    private final Map<String, Long> gold = new TreeMap<>();
    private final Map<String, Integer> tenures = new TreeMap<>();
    private final Map<String, Integer> members = new TreeMap<>();
    private final Map<String, Integer> vouched = new TreeMap<>();
    private final List<String> barred = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> alive = new ArrayList<>();

    private Evidence() {}

    /** Reads a store that no process has open. */
    public static Evidence of(Path store) {
        Evidence evidence = new Evidence();
        StoreAudit audit = StoreAudit.of(store, GameWorld.schema(), Ed25519Verifier.INSTANCE);
        audit.applied().forEach((id, times) -> {
            evidence.applied.put(name(id), times);
            evidence.sessions.merge(session(id.player(), id.session()), times, Integer::sum);
        });
        evidence.read(AuditReplica.of(store, GameWorld.schema(), Ed25519Verifier.INSTANCE));
        return evidence;
    }

    private void read(Replica replica) {
        replica.each(null, Avatar.class, (entity, avatar) -> {
            texts.add(avatar.name());
            alive.add(name(entity));
        });
        replica.each(null, Sign.class, (entity, sign) -> texts.add(sign.text()));
        replica.each(null, Gold.class, (entity, purse) -> gold.put(name(entity), purse.gold()));
        for (Grant grant : replica.knownProofs().grants()) {
            tenures.merge(grant.holder().toString(), 1, Integer::sum);
        }
        for (Roster roster : replica.knownProofs().rosters()) {
            roster.peers().forEach(peer -> members.merge(peer.toString(), 1, Integer::sum));
        }
        for (Admittance admittance : replica.knownProofs().admittances()) {
            vouched.merge(admittance.issuer().peer().toString(), 1, Integer::sum);
        }
        Access.of(replica.manifest(), replica.knownProofs())
                .bars()
                .keySet()
                .forEach(peer -> barred.add(peer.toString()));
    }

    /** How much of a trace there is. */
    long of(Attempt.Trace trace, String subject) {
        return switch (trace) {
            case APPLIED -> applied.getOrDefault(subject, 0);
            case SESSION -> sessions.getOrDefault(subject, 0);
            case MARK -> texts.stream().filter(text -> text.contains(subject)).count();
            case DEAD -> alive.contains(subject) ? 0 : 1;
            case GOLD -> gold.getOrDefault(subject, 0L);
            case TENURE -> tenures.getOrDefault(subject, 0);
            case MEMBER -> members.getOrDefault(subject, 0);
            case VOUCHED -> vouched.getOrDefault(subject, 0);
            case BARRED -> barred.contains(subject) ? 1 : 0;
        };
    }

    /** A command as lines name it. */
    static String name(CommandId id) {
        return session(id.player(), id.session()) + "/" + id.sequence();
    }

    /** A player's session as lines name it. */
    static String session(PeerId player, long session) {
        return player + "/" + Long.toHexString(session);
    }

    /** An entity as lines name it. */
    static String name(EntityId entity) {
        return Long.toHexString(entity.replica()) + "." + entity.counter();
    }
}
