package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.disk.SimulatedDisk;
import worldmesh.world.hash.Hash;

/** One machine of the cluster: its disk outlives crashes, its role does not. */
final class ToyMachine implements PartyWorld {
    static final long FORGED = -1;
    static final long VAGUE = -2;

    private static final byte NUMBERS = 0x70;

    final PeerId id;
    final SimulatedDisk disk;
    private final ToyCluster cluster;
    private final Ballots ballots;
    private @Nullable DeltaJournal journal;
    private @Nullable PartyRole role;
    private long stalledUntil;
    private int incarnation;
    /** What its role sent, for tests of single answers. */
    final List<PartyMessage> sent = new ArrayList<>();

    private final Set<Hash> applied = new HashSet<>();
    boolean cheats;

    /** What it proposes rests on a proof that it shows to nobody. */
    boolean vague;

    /** It misses what the entries of others rest on. */
    boolean blind;

    /** Its rules say something else than those of the others. */
    boolean mistaken;

    /** Nobody can check who signed the states it sends. */
    boolean spoils;

    /** How many it asked in vain for a state, each time it said so. */
    final List<Integer> unserved = new ArrayList<>();

    /** It answers every candidate that it promised more. */
    boolean refuses;

    /** It tells everybody of a number that was never committed. */
    boolean forges;

    ToyMachine(ToyCluster cluster, PeerId id, SimulatedDisk disk, Ballots ballots) {
        this.cluster = cluster;
        this.id = id;
        this.disk = disk;
        this.ballots = ballots;
    }

    boolean isUp() {
        return role != null;
    }

    boolean isStalled() {
        return cluster.now() < stalledUntil;
    }

    void stall(long untilNanos) {
        stalledUntil = untilNanos;
    }

    int incarnation() {
        return incarnation;
    }

    PartyRole role() {
        return java.util.Objects.requireNonNull(role, "the machine is down");
    }

    void start() {
        incarnation++;
        applied.clear();
        DeltaJournal opened = open();
        role = new PartyRole(new PartySetup(
                id,
                cluster.settings(),
                cluster.retention(),
                cluster.rules(),
                ballots,
                this,
                opened,
                cluster.founder()));
    }

    /** The rows of its disk, for a role that a test makes itself. */
    DeltaJournal open() {
        DeltaJournal opened = disk.open(Runnable::run);
        journal = opened;
        return opened;
    }

    Ballots ballots() {
        return ballots;
    }

    void crash() {
        role = null;
        disk.crash();
        journal = null;
    }

    private DeltaJournal rows() {
        return java.util.Objects.requireNonNull(journal, "the machine is down");
    }

    /** The numbers of the world in the order of their ticks. */
    List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        rows().scan(new byte[] {NUMBERS}, (key, value) -> numbers.add(new ByteReader(value).i64()));
        return numbers;
    }

    /** The entries that its log has, by their ticks. */
    Map<Long, Hash> entries() {
        Map<Long, Hash> entries = new TreeMap<>();
        rows().scan(Table.LOG.prefix(), (key, value) -> {
            entries.put(LogExtent.tick(key), Hash.of(value));
            return true;
        });
        return entries;
    }

    void propose(long number) {
        Head last = role().last();
        long said = vague ? VAGUE : number;
        ToyEntry entry = new ToyEntry(role().standing().epoch(), last.tick() + 1, last.hash(), said, cheats, null);
        role().propose(java.util.Objects.requireNonNull(ToyEntry.open(entry.encode())));
    }

    @Override
    public void send(PeerId to, byte[] message) {
        PartyMessage said = java.util.Objects.requireNonNull(PartyCodec.decode(message));
        sent.add(said);
        boolean spoilt = spoils && said instanceof PartyMessage.StatePart;
        cluster.send(this, to, spoilt ? PartyCodec.encode(unsigned((PartyMessage.StatePart) said)) : message);
    }

    private static PartyMessage.StatePart unsigned(PartyMessage.StatePart part) {
        return new PartyMessage.StatePart(
                part.epoch(), part.at(), part.index(), part.count(), part.part(), new byte[64]);
    }

    @Override
    public @Nullable Entry open(byte[] bytes) {
        return ToyEntry.open(bytes);
    }

    @Override
    public boolean knows(PeerId peer) {
        return true;
    }

    @Override
    public byte[] writeRoster(long epoch, Head before, PartyRoster roster) {
        return new ToyEntry(epoch, before.tick() + 1, before.hash(), 0, false, roster).encode();
    }

    @Override
    public Finding audit(Entry entry) {
        ToyEntry toy = ToyEntry.decode(entry.bytes());
        if (blind || (toy != null && toy.number() == VAGUE)) {
            return Finding.UNPROVEN;
        }
        return toy != null && !toy.cheat() && !mistaken ? Finding.SOUND : Finding.BROKEN;
    }

    @Override
    public void apply(Entry entry, JournalBatch rows) {
        if (!applied.add(entry.head().hash())) {
            cluster.checks()
                    .violate(
                            "an entry was applied twice at tick " + entry.head().tick());
        }
        ToyEntry toy = java.util.Objects.requireNonNull(ToyEntry.decode(entry.bytes()));
        if (toy.roster() == null) {
            byte[] key = new byte[9];
            java.nio.ByteBuffer.wrap(key).put(NUMBERS).putLong(toy.tick());
            rows.put(key, new ByteWriter(8).i64(toy.number()).toBytes());
        }
    }

    @Override
    public void submitted(Entry entry) {
        byte[] end = rows().get(Table.COMMITTED.prefix());
        if (end == null || !Head.decode(new ByteReader(end)).equals(entry.head())) {
            cluster.checks()
                    .violate("an entry was shown before it was stored at tick "
                            + entry.head().tick());
        }
    }

    @Override
    public void applied(Entry entry) {
        ToyEntry toy = java.util.Objects.requireNonNull(ToyEntry.decode(entry.bytes()));
        cluster.checks().applied(toy);
        PartyRole now = role;
        boolean own = now != null
                && now.standing().role() == Standing.Role.HOLDER
                && toy.epoch() == now.standing().epoch();
        if (own && toy.roster() == null) {
            cluster.checks().acked(toy.number());
        }
    }

    @Override
    public void remember(List<Entry> lost, Head fork) {
        // Numbers of a branch that lost stay lost.
    }

    @Override
    public void dropped(List<Entry> entries, boolean committed) {
        if (committed) {
            entries.forEach(entry -> applied.remove(entry.head().hash()));
            entries.forEach(entry -> {
                ToyEntry toy = ToyEntry.decode(entry.bytes());
                if (toy != null) {
                    cluster.checks().lostBranch(toy.number());
                }
            });
        }
    }

    @Override
    public void forget(byte[] entry, JournalBatch rows) {
        cluster.checks().cut();
    }

    @Override
    public void elected(long epoch, byte[] grant, JournalBatch rows) {
        cluster.checks().elected(this, epoch);
    }

    @Override
    public void stands(Standing standing) {}

    @Override
    public byte[] capture() {
        ByteWriter out = new ByteWriter();
        rows().scan(new byte[] {NUMBERS}, (key, value) -> {
            out.bytes(key).bytes(value);
            return true;
        });
        if (forges) {
            out.u8(NUMBERS).bytes(new byte[Long.BYTES]).i64(FORGED);
        }
        return out.toBytes();
    }

    @Override
    public boolean install(byte[] state, Head at, JournalBatch rows) {
        applied.clear();
        if (state.length % 17 != 0) {
            return false;
        }
        rows().scan(new byte[] {NUMBERS}, (key, value) -> {
            rows.delete(key);
            return true;
        });
        ByteReader in = new ByteReader(state);
        while (in.remaining() > 0) {
            rows.put(in.bytes(9), in.bytes(8));
        }
        return true;
    }

    @Override
    public void installed() {}

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void pending(PeerId from, boolean begun, byte[] envelope) {}

    @Override
    public void unserved(PeerId holder, int asked) {
        unserved.add(asked);
    }

    @Override
    public void deposed(PeerId holder, long epoch) {
        cluster.checks().deposed(holder);
    }
}
