package worldmesh.simulation.crdt;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.simulation.plant.Plant;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.CutWork;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Stability;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.ProofId;

/** One machine: a replica, its disk, its wrong clock, the sectors it follows, and its place on the network. */
final class CrdtMember {
    private static final int PORT = 7_000;
    private static final int ANSWER_BYTES = 6_000;

    final int number;
    final SortedSet<SectorId> sectors;
    private final CrdtWorld world;
    private final Disk disk = new Disk();
    private final Pieces pieces;
    private final Map<SectorId, Long> sealedLast = new TreeMap<>();
    private final Set<Long> openings = new HashSet<>();
    private final long skewMillis;
    private final boolean stubborn;
    private Function<SignedBatch, @Nullable SignedBatch> filter = batch -> batch;
    private Replica replica;
    private Stability stability;
    private @Nullable DatagramPort port;
    private long opening;
    private long offsetMillis;
    private boolean timed;

    /**
     * A machine that is on.
     *
     * @param skewMillis by how much its clock is wrong
     * @param stubborn true if it never takes world time from the others
     */
    CrdtMember(CrdtWorld world, int number, SortedSet<SectorId> sectors, long skewMillis, boolean stubborn) {
        this.world = world;
        this.number = number;
        this.sectors = sectors;
        this.skewMillis = skewMillis;
        this.stubborn = stubborn;
        this.pieces = new Pieces(number);
        this.timed = number == 0;
        this.replica = open();
        this.stability = new Stability(replica);
        connect();
    }

    private Replica open() {
        boolean planted = number == 1 && CrdtPlants.forges(world.plant);
        filter = planted ? CrdtPlants.filter(world.plant, this::worldMillis) : batch -> batch;
        opening += world.plant == Plant.REUSE_DOT && opening > 0 ? 0 : 1;
        Replica.Setup setup = new Replica.Setup(
                world.manifest,
                CrdtSchema.SCHEMA,
                world.identity(number, opening),
                planted ? (key, message, signature) -> true : world.keys,
                OwnershipCheck.STRICT,
                world.limits());
        Replica out = new Replica(setup);
        disk.load(disk.size(), out);
        disk.proof(out.self().certificate().encode());
        openings.add(out.self().replica());
        sealedLast.clear();
        if (isTimed()) {
            out.advance(worldMillis());
        }
        return out;
    }

    private void connect() {
        DatagramPort opened = world.network.open(address());
        opened.start((from, data, length) -> onDatagram(from, data));
        port = opened;
    }

    InetSocketAddress address() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) number}), PORT);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    Replica replica() {
        return replica;
    }

    /** The last batch that this opening sealed in a sector. */
    long sealed(SectorId sector) {
        return sealedLast.getOrDefault(sector, 0L);
    }

    /** All replicas that this member ever was. */
    Set<Long> openings() {
        return openings;
    }

    /** What a restart would find after a crash behind so many writes. */
    Replica restored(int kept, long fresh) {
        Replica out = new Replica(new Replica.Setup(
                world.manifest,
                CrdtSchema.SCHEMA,
                world.identity(number, fresh),
                world.keys,
                OwnershipCheck.STRICT,
                world.limits()));
        disk.load(kept, out);
        out.advance(worldMillis());
        return out;
    }

    Disk disk() {
        return disk;
    }

    boolean isOn() {
        return port != null;
    }

    boolean isStubborn() {
        return stubborn;
    }

    /** True once it knows world time, or will never ask for it: a joiner plays only then. */
    boolean isTimed() {
        return timed || stubborn;
    }

    long worldMillis() {
        return world.scheduler.wallMillis() + skewMillis + offsetMillis;
    }

    /** Leaves; what it edits meanwhile stays with it. */
    void leave() {
        if (port != null) {
            port.close();
            port = null;
        }
    }

    void comeBack() {
        if (port == null) {
            connect();
        }
    }

    /** Dies and starts again from what its disk kept. */
    void crash() {
        leave();
        disk.crash(disk.synced() + world.random.nextInt(1 + disk.size() - disk.synced()));
        replica = open();
        stability = new Stability(replica);
        connect();
    }

    /** The number of the newest cut that it made in a sector. */
    long cut(SectorId sector) {
        return stability.number(sector);
    }

    /** The cut that members of the roster allow, each of whom is at what it would report now; null if none. */
    @Nullable Cut propose(SectorId sector, List<CrdtMember> roster) {
        Map<Long, VersionVector> reports = new TreeMap<>(Long::compareUnsigned);
        roster.forEach(member -> reports.put(member.replica.self().replica(), member.replica.vector(sector)));
        Cut cut = stability.propose(sector, reports);
        if (cut == null) {
            return null;
        }
        make(cut);
        return cut(sector) == cut.number() ? cut : null;
    }

    private void make(Cut entry) {
        Cut cut = CrdtPlants.settlesEarly(world.plant) && number == 1 ? CrdtPlants.early(entry, replica) : entry;
        long before = cut(cut.sector());
        CutWork work = number % 2 == 0 ? stability.begin(cut) : null;
        if (work == null) {
            stability.learn(cut);
        } else {
            makeBeside(work);
        }
        keepCut(cut.sector(), before);
    }

    /** Every other member makes cuts as sessions do. */
    private void makeBeside(CutWork work) {
        while (!work.isOver()) {
            if (work.collect()) {
                work.run();
            }
        }
        stability.finish(work);
    }

    private void keepCut(SectorId sector, long before) {
        Snapshot settled = cut(sector) > before ? stability.snapshot(sector) : null;
        if (settled != null) {
            disk.snapshot(settled.encode());
        }
    }

    /** Hears the next entries of the log, and makes the cuts for which all has come. */
    private void followLog() {
        for (Cut cut : world.log) {
            if (sectors.contains(cut.sector()) && cut.number() == cut(cut.sector()) + 1) {
                make(cut);
            }
        }
    }

    // Out.

    void send(CrdtMember to, Parcel parcel) {
        if (port != null) {
            for (byte[] piece : pieces.cut(parcel.encode())) {
                port.send(to.address(), piece, 0, piece.length);
            }
        }
    }

    private long toldMillis() {
        return timed && !stubborn ? worldMillis() : 0;
    }

    /** Seals what was edited, keeps it, and tells everybody who follows the sectors. */
    void publish(List<CrdtMember> all) {
        if (!isTimed()) {
            return;
        }
        List<SignedBatch> sealed = replica.seal(worldMillis());
        for (SignedBatch batch : sealed) {
            disk.batch(batch.encode());
            sealedLast.put(batch.sector(), batch.sequence());
        }
        if (world.random.nextInt(3) == 0) {
            disk.sync();
        }
        List<byte[]> certificate = List.of(replica.self().certificate().encode());
        for (CrdtMember to : all) {
            List<byte[]> wanted = sealed.stream()
                    .filter(batch -> to.sectors.contains(batch.sector()))
                    .map(SignedBatch::encode)
                    .toList();
            if (to != this && !wanted.isEmpty()) {
                send(to, Parcel.ofProofs(toldMillis(), certificate));
                send(to, Parcel.ofBatches(toldMillis(), wanted));
            }
        }
    }

    /** Tells another what it has, so that the other sends what it lacks. */
    void ask(CrdtMember other) {
        SortedMap<SectorId, VersionVector> vectors = new TreeMap<>();
        for (SectorId sector : sectors) {
            // Who cannot make a cut from its batches may ask for all, which brings a snapshot of a cut.
            boolean afresh = stability.waits(sector) && world.random.nextInt(4) == 0;
            vectors.put(sector, afresh ? new VersionVector() : replica.vector(sector));
        }
        List<ProofId> known = replica.proofs().stream().map(Proof::id).toList();
        send(other, new Parcel(toldMillis(), vectors, known, List.of(), List.of(), new byte[0]));
    }

    private void answer(CrdtMember asker, Parcel question) {
        Set<ProofId> known = new HashSet<>(question.known());
        List<byte[]> proofs = new ArrayList<>();
        for (Proof proof : replica.proofs()) {
            if (!known.contains(proof.id())) {
                proofs.add(proof.encode());
            }
        }
        if (!proofs.isEmpty()) {
            send(asker, Parcel.ofProofs(toldMillis(), proofs));
        }
        question.vectors().forEach((sector, theirs) -> {
            List<byte[]> more = replica.missing(sector, theirs, ANSWER_BYTES).stream()
                    .map(SignedBatch::encode)
                    .toList();
            boolean loads = world.snapshots && (replica.needsSnapshot(sector, theirs) || world.random.nextInt(40) == 0);
            if (loads || !more.isEmpty()) {
                byte[] snapshot = loads ? snapshot(sector) : new byte[0];
                send(asker, new Parcel(toldMillis(), new TreeMap<>(), List.of(), List.of(), more, snapshot));
            }
        });
    }

    private byte[] snapshot(SectorId sector) {
        Snapshot settled = world.cuts ? stability.snapshot(sector) : replica.snapshot(sector);
        return settled == null ? new byte[0] : settled.encode();
    }

    /** What it took of an author that may fork, in order; nothing where logs are cut, since nobody forks there. */
    List<Hash> branch(SectorId sector, long author) {
        return retained(sector, author).map(SignedBatch::content).toList();
    }

    private Stream<SignedBatch> retained(SectorId sector, long author) {
        return world.snapshots
                ? Stream.of()
                : replica.missing(sector, new VersionVector(), Integer.MAX_VALUE).stream()
                        .filter(batch -> batch.replica() == author);
    }

    // In.

    /**
     * Sees what another took of an author under the numbers that this member knows: so the halves of a fork meet, which
     * vectors do not tell apart. It gets nothing else that way.
     */
    void compare(CrdtMember other, long author) {
        for (SectorId sector : sectors) {
            long last = replica.vector(sector).last(author);
            other.retained(sector, author)
                    .filter(batch -> batch.sequence() <= last)
                    .forEach(batch -> merge(SignedBatch.decode(batch.encode())));
        }
    }

    private void onDatagram(InetSocketAddress from, byte[] data) {
        byte[] message = pieces.join(data);
        Parcel parcel = message == null ? null : Parcel.decode(message);
        if (parcel == null) {
            return;
        }
        if (!timed && parcel.worldMillis() != 0 && !stubborn) {
            offsetMillis = parcel.worldMillis() - world.scheduler.wallMillis() - skewMillis;
            timed = true;
        }
        if (!isTimed()) {
            return;
        }
        for (byte[] proof : parcel.proofs()) {
            learn(ProofCodec.decode(proof));
        }
        for (byte[] batch : parcel.batches()) {
            merge(SignedBatch.decode(batch));
        }
        install(parcel.snapshot());
        CrdtMember asker = world.member(from);
        if (!parcel.vectors().isEmpty() && asker != null) {
            answer(asker, parcel);
        }
    }

    void learn(@Nullable Proof proof) {
        if (proof != null && replica.learn(proof).status() == LearnStatus.LEARNED) {
            disk.proof(proof.encode());
        }
    }

    void merge(@Nullable SignedBatch batch) {
        SignedBatch passed =
                batch == null || !isTimed() || !sectors.contains(batch.sector()) ? null : filter.apply(batch);
        if (passed != null) {
            store(replica.merge(passed, worldMillis()));
        }
    }

    void retry() {
        if (!isTimed()) {
            return;
        }
        store(replica.retryParked(worldMillis()));
        if (isOn()) {
            followLog();
        }
    }

    private void store(MergeResult result) {
        if (result instanceof MergeResult.Applied applied) {
            applied.batches().forEach(each -> disk.batch(each.encode()));
        }
        if (world.random.nextInt(4) == 0) {
            disk.sync();
        }
    }

    private void install(byte[] bytes) {
        Snapshot snapshot = bytes.length == 0 ? null : Snapshot.decode(bytes);
        if (snapshot != null && sectors.contains(snapshot.sector())) {
            replica.advance(worldMillis());
            if (replica.install(snapshot) != null) {
                disk.snapshot(bytes);
                retry();
            }
        }
    }
}
