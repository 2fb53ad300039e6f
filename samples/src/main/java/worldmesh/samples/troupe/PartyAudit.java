package worldmesh.samples.troupe;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.store.StoreAudit;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.samples.cheat.Attempt;
import worldmesh.samples.cheat.Evidence;
import worldmesh.samples.cheat.RogueProcess;
import worldmesh.samples.lanparty.GameWorld;
import worldmesh.world.command.CommandId;
import worldmesh.world.replica.Stability;

/** What a checker reads of a party after its end: the stores, the receipts and the reports of its peers. */
public final class PartyAudit {
    private static final String TURNED = "turned";

    private final PeerDirectory troupe;
    private final List<Attempt> cheats;
    private final List<PeerDirectory> peers;
    private final List<PeerDirectory> honest;
    private final List<StoreAudit> stores;
    private final SeenLog seen;
    private final SortedMap<CommandId, Long> acknowledged = new TreeMap<>();
    private final @Nullable StoreAudit atKill;

    private PartyAudit(Path directory, List<String> names) {
        this.troupe = PeerDirectory.troupe(directory);
        this.peers =
                names.stream().map(name -> PeerDirectory.of(directory, name)).toList();
        this.honest =
                peers.stream().filter(peer -> peer.reported(TURNED).isEmpty()).toList();
        this.cheats = RogueProcess.attempts(directory);
        this.stores = honest.stream().map(peer -> audit(peer.store())).toList();
        this.seen = SeenLog.read(directory);
        this.atKill = peers.stream()
                .filter(PeerDirectory::hasStoreAtKill)
                .findFirst()
                .map(peer -> audit(peer.storeAtKill()))
                .orElse(null);
        peers.forEach(peer -> acknowledged.putAll(ReceiptReader.acknowledged(peer.receipts())));
    }

    /** Reads what the peers of these names, the founder first, left under a directory. */
    public static PartyAudit of(Path directory, List<String> names) {
        return new PartyAudit(directory, names);
    }

    /** How many peers there were. */
    public int peers() {
        return peers.size();
    }

    /** Commands that players hold receipts for. */
    public int acked() {
        return acknowledged.size();
    }

    /**
     * Of those, how many some peer lacks. The log of a peer begins where it cut it, or was told the state: what was
     * acknowledged before all logs begin must have been seen in one while it was there.
     */
    public int lostAcks() {
        Set<CommandId> lost = new TreeSet<>();
        acknowledged.forEach((id, tick) -> {
            List<StoreAudit> reaching =
                    stores.stream().filter(store -> tick >= store.logBegins()).toList();
            boolean kept = reaching.isEmpty()
                    ? seen.applied().containsKey(id)
                    : reaching.stream().allMatch(store -> store.applied().containsKey(id));
            if (!kept) {
                lost.add(id);
            }
        });
        return lost.size();
    }

    /** Commands that stand in some log more than once, or stood in what was cut off. */
    public int duplicateEffects() {
        Set<CommandId> twice = new TreeSet<>();
        Stream.concat(stores.stream().map(StoreAudit::applied), Stream.of(seen.applied()))
                .forEach(applied -> applied.forEach((id, count) -> {
                    if (count > 1) {
                        twice.add(id);
                    }
                }));
        return twice.size();
    }

    /** True if all peers have the same world in their stores. */
    public boolean converged() {
        return stores.stream().map(StoreAudit::digest).distinct().count() == 1 && !digest().isEmpty();
    }

    /** The digest of the first peer's world. */
    public String digest() {
        return stores.get(0).digest();
    }

    /** Gold in all accounts, veins and offers included, when a peer was killed first; 0 if none was. */
    public long goldBefore() {
        return atKill == null ? 0 : gold(atKill);
    }

    /** Gold at the end, or -1 if two peers have different books. */
    public long goldAfter() {
        List<Long> all = stores.stream().map(PartyAudit::gold).distinct().toList();
        return all.size() == 1 ? all.get(0) : -1;
    }

    /** True if everything that was decided on the peer that was killed first is in the longest log, unaltered. */
    public boolean restored() {
        StoreAudit killed = atKill;
        StoreAudit longest = stores.stream()
                .max(Comparator.comparingInt(store -> store.applied().size()))
                .orElseThrow();
        return killed != null
                && !killed.applied().isEmpty()
                && both(longest.applied(), seen.applied())
                        .containsAll(killed.applied().keySet())
                && both(longest.rejected(), seen.rejected())
                        .containsAll(killed.rejected().keySet())
                && stores.stream().allMatch(store -> Objects.equals(store.world(), killed.world()))
                && problems().isEmpty();
    }

    private static Set<CommandId> both(SortedMap<CommandId, Integer> one, SortedMap<CommandId, Integer> other) {
        Set<CommandId> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        return all;
    }

    /** What the store of the peer that was killed first held then beside what lives. */
    public Stability.Weight weightAtKill() {
        return atKill == null ? new Stability.Weight(0, 0, 0, 0) : atKill.weight();
    }

    /** The most of each that any store holds at the end. */
    public Stability.Weight weight() {
        return stores.stream()
                .map(StoreAudit::weight)
                .reduce(
                        new Stability.Weight(0, 0, 0, 0),
                        (one, other) -> new Stability.Weight(
                                Math.max(one.cuts(), other.cuts()),
                                Math.max(one.batches(), other.batches()),
                                Math.max(one.stamps(), other.stamps()),
                                Math.max(one.deadRuns(), other.deadRuns())));
    }

    /** The tick at which the longest log begins. */
    public long logBegins() {
        return stores.stream().mapToLong(StoreAudit::logBegins).min().orElse(0);
    }

    /** How the killed peers found the party again. */
    public Rejoins rejoins() {
        return Rejoins.join(peers.stream()
                .map(peer -> Rejoins.of(peer.reported("listening"), peer.reported("killed"), peer.reported("seated")))
                .toList());
    }

    /** How long the party waited for a new holder after each death of one. */
    public Takeovers takeovers() {
        return Takeovers.of(all("felled"), firstAcks());
    }

    private List<Takeovers.FirstAck> firstAcks() {
        return honest.stream()
                .flatMap(peer -> peer.lines("ack"))
                .map(line -> new Takeovers.FirstAck(line.get(0), line.get(1)))
                .toList();
    }

    /** From a holder's first cheat to the first honest answer after its end; -1 if none cheated or kept the role. */
    public long deposedMillis() {
        return Takeovers.of(all(TURNED), firstAcks()).max();
    }

    /** What a cheating member tried. */
    public int cheatsTried() {
        return cheats.size();
    }

    /** Of those, how many the store of some honest peer shows. */
    public List<Attempt> cheatsAccepted() {
        List<Evidence> evidence =
                honest.stream().map(peer -> Evidence.of(peer.store())).toList();
        return cheats.stream()
                .filter(attempt -> evidence.stream().anyMatch(attempt::workedAt))
                .toList();
    }

    /** How often a peer was killed. */
    public int kills() {
        return all("killed").size();
    }

    /** Answers without a majority that players were given. */
    public int provisional() {
        return all("provisional").size();
    }

    /** True if the party was split. */
    public boolean wasSplit() {
        return !troupe.reported("split").isEmpty();
    }

    /** The longest from the end of a split to equal worlds; -1 if there was none, or worlds stayed apart. */
    public long healMillis() {
        List<Long> healed = troupe.reported("healed");
        return healed.contains(-1L) ? -1 : healed.stream().max(Long::compare).orElse(-1L);
    }

    /** How many lines the driver reported under a key. */
    public int count(String key) {
        return troupe.reported(key).size();
    }

    /** The largest number that the driver reported under a key in one half of its lines, -1 if there is none. */
    public long longest(String key, boolean late) {
        List<Long> all = troupe.reported(key);
        List<Long> half = late ? all.subList(all.size() / 2, all.size()) : all.subList(0, all.size() / 2);
        return half.stream().max(Long::compare).orElse(-1L);
    }

    /** The largest number that the driver reported under a key, -1 if there is none. */
    public long longest(String key) {
        return troupe.reported(key).stream().max(Long::compare).orElse(-1L);
    }

    /** Commands decided in each second between the first peer's start and the last rest. */
    public double commandsPerSecond() {
        Optional<Long> from = all("listening").stream().min(Long::compare);
        Optional<Long> rest = troupe.reported("rested").stream().max(Long::compare);
        if (from.isEmpty() || rest.isEmpty() || rest.get() <= from.get()) {
            return 0;
        }
        StoreAudit store = stores.get(0);
        long decided = (long) both(store.applied(), seen.applied()).size()
                + both(store.rejected(), seen.rejected()).size();
        return decided * 1000.0 / (rest.get() - from.get());
    }

    /** How fast the slowest bot played while the party stood. */
    public Pace pace() {
        return Pace.slowest(
                peers.stream().map(peer -> peer.lines("acted").toList()).toList());
    }

    /** What contradicts itself in the stores, in words. */
    public List<String> problems() {
        return Stream.concat(Stream.ofNullable(atKill), stores.stream())
                .flatMap(store -> store.problems().stream())
                .toList();
    }

    /** The largest number any peer reported under a key, -1 if there is none. */
    public long max(String key) {
        return all(key).stream().max(Long::compare).orElse(-1L);
    }

    private List<Long> all(String key) {
        return peers.stream().flatMap(peer -> peer.reported(key).stream()).toList();
    }

    private static StoreAudit audit(Path store) {
        return StoreAudit.of(store, GameWorld.schema(), Ed25519Verifier.INSTANCE);
    }

    private static long gold(StoreAudit audit) {
        StoreAudit.Asset gold = audit.assets().get("gold");
        return gold == null ? 0 : gold.circulating();
    }
}
