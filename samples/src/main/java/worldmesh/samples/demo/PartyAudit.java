package worldmesh.samples.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import worldmesh.authority.store.StoreAudit;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.samples.lanparty.GameWorld;
import worldmesh.world.command.CommandId;

/** What a checker reads of a party after its end: the stores, the receipts and the reports of its peers. */
public final class PartyAudit {
    private final List<PeerDirectory> peers;
    private final PeerDirectory host;
    private final StoreAudit atKill;
    private final StoreAudit atEnd;

    private PartyAudit(List<PeerDirectory> peers) {
        this.peers = peers;
        this.host = peers.get(0);
        this.atKill = audit(host.storeAtKill());
        this.atEnd = audit(host.store());
    }

    /** Reads what the peers of these names, the host first, left under a directory. */
    public static PartyAudit of(Path directory, List<String> names) {
        return new PartyAudit(names.stream()
                .map(name -> new PeerDirectory(name, directory.resolve(name)))
                .toList());
    }

    /** The findings of issue 2 §5. */
    public Findings findings(int seconds) {
        Set<CommandId> acked = new TreeSet<>();
        Set<String> digests = new TreeSet<>();
        digests.add(atEnd.digest());
        for (PeerDirectory peer : peers) {
            acked.addAll(ReceiptReader.acknowledged(peer.receipts()));
            if (!peer.equals(host)) {
                digests.add(audit(peer.store()).digest());
            }
        }
        int lost = (int)
                acked.stream().filter(id -> !atEnd.applied().containsKey(id)).count();
        int twice = (int)
                atEnd.applied().values().stream().filter(count -> count > 1).count();
        return new Findings(
                peers.size(),
                max("start"),
                max("join"),
                digests.size() == 1 && !atEnd.digest().isEmpty(),
                atEnd.digest(),
                acked.size(),
                lost,
                twice,
                gold(atKill),
                gold(atEnd),
                restored(),
                rejoins().last(),
                seconds);
    }

    /** How the players found the host again after each kill. */
    public Rejoins rejoins() {
        List<List<Long>> epochs = peers.stream()
                .filter(peer -> !peer.equals(host))
                .map(peer -> peer.reported("epoch"))
                .toList();
        return Rejoins.of(host.reported("listening"), host.reported("killed"), epochs);
    }

    /** How often the host was killed. */
    public int kills() {
        return host.reported("killed").size();
    }

    /** Commands the host decided in each second between its return and its next end. */
    public double commandsPerSecond() {
        List<Long> ends = Stream.concat(host.reported("killed").stream(), host.reported("rested").stream())
                .toList();
        long millis = 0;
        for (long back : host.reported("listening")) {
            millis += ends.stream().filter(at -> at > back).min(Long::compare).orElse(back) - back;
        }
        long decided = Stream.concat(atEnd.applied().values().stream(), atEnd.rejected().values().stream())
                .mapToLong(Integer::longValue)
                .sum();
        return millis == 0 ? 0 : decided * 1000.0 / millis;
    }

    /** What contradicts itself in the host's store, in words. */
    public List<String> problems() {
        return Stream.concat(atKill.problems().stream(), atEnd.problems().stream())
                .toList();
    }

    private static StoreAudit audit(Path store) {
        return StoreAudit.of(store, GameWorld.schema(), Ed25519Verifier.INSTANCE);
    }

    private static long gold(StoreAudit audit) {
        StoreAudit.Asset gold = audit.assets().get("gold");
        return gold == null ? 0 : gold.circulating();
    }

    private boolean restored() {
        return !atKill.applied().isEmpty()
                && atEnd.applied().keySet().containsAll(atKill.applied().keySet())
                && atEnd.rejected().keySet().containsAll(atKill.rejected().keySet())
                && atEnd.world() != null
                && atEnd.world().equals(atKill.world())
                && problems().isEmpty();
    }

    private long max(String key) {
        return peers.stream()
                .flatMap(peer -> peer.reported(key).stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(-1);
    }
}
