package worldmesh.authority.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.AdmitLimits;
import worldmesh.authority.admit.AnswerWindow;
import worldmesh.authority.admit.ExactlyOnce;
import worldmesh.authority.party.PartyRules;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.store.JournalWorldStore;
import worldmesh.authority.store.StoreAudit;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.peer.port.CutPace;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.disk.SimulatedDisk;
import worldmesh.testkit.disk.SimulatedJournal;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** A party of whole authorities over simulated disks, with what a session does around them in its simplest form. */
final class PartyBench {
    private static final long MILLI = 1_000_000;

    final Scheduler scheduler = new Scheduler();
    final SimulatedSignatures signatures = new SimulatedSignatures();
    final List<Peer> peers = new ArrayList<>();
    final Map<CommandId, Receipt> receipts = new TreeMap<>();
    private final Random random;
    final WorldManifest manifest;
    private final PartySettings settings;
    private long draws = 1;

    private int logEntriesKept = 4_096;

    /** How soon peers settle what all have, from their next start on. */
    CutPace pace = CutPace.DEFAULT;

    /** False if proofs of rosters come by the log alone: what passes beside it is lost with a link. */
    boolean rostersPass = true;

    PartyBench(long seed, int size, PartySettings settings) {
        this.random = new Random(seed);
        this.settings = settings;
        Signer root = signatures.signer(0);
        var founding = new WorldManifest.Founding(Bench.START_MILLIS, 5);
        this.manifest = WorldManifest.found("mines", Membership.OPEN, Hosting.PARTY, founding, root);
        for (int i = 0; i < size; i++) {
            peers.add(new Peer(signatures.signer(i)));
        }
    }

    /** The first peer founds the world with a vein of gold; then the others come, and all enter. */
    void enterAll() {
        peers.get(0).start();
        peers.get(0).submit(new Mines.Lay(10_000));
        run(300);
        peers.stream().skip(1).forEach(Peer::start);
        view(peers.toArray(new Peer[0]));
        run(3_000);
        peers.forEach(peer -> peer.submit(new Mines.Enter()));
        run(500);
    }

    long worldMillis() {
        return Bench.START_MILLIS + scheduler.nowNanos() / MILLI;
    }

    void run(long millis) {
        scheduler.runUntil(scheduler.nowNanos() + millis * MILLI);
    }

    /** Those given see each other, in this order; the others see nobody. */
    void view(Peer... together) {
        for (Peer peer : peers) {
            peer.side = List.of(peer);
        }
        for (Peer peer : together) {
            peer.side = List.of(together);
        }
        peers.stream().filter(Peer::isUp).forEach(Peer::showView);
    }

    /** A second side beside the one of the last view. */
    void andView(Peer... together) {
        for (Peer peer : together) {
            peer.side = List.of(together);
        }
        List.of(together).stream().filter(Peer::isUp).forEach(Peer::showView);
    }

    /** A command under the seal of this signer. */
    CommandEnvelope sealed(CommandEnvelope bare, Signer by) {
        return CommandSeal.seal(List.of(bare), manifest.worldId(), worldMillis(), by)
                .get(0);
    }

    /** From their next start on, peers keep so many of the newest entries of their logs. */
    void keep(int entries) {
        logEntriesKept = entries;
    }

    /** One peer of the party: its disk outlives it. */
    final class Peer implements AuthorityOutbox {
        final Signer signer;
        final PeerId id;
        final SimulatedDisk disk;
        final List<AuthorityNotice> notices = new ArrayList<>();
        final Map<CommandId, Verdict> verdicts = new LinkedHashMap<>();
        final Set<CommandId> pending = new LinkedHashSet<>();
        final Map<CommandId, CommandEnvelope> open = new LinkedHashMap<>();
        final List<CommandEnvelope> rolledBack = new ArrayList<>();
        private final Map<CommandId, Receipt> proofs = new TreeMap<>();
        private final List<Proof> waiting = new ArrayList<>();
        RuleBook rules = Mines.rules();

        /** What this peer's program was changed to send in place of a message. */
        UnaryOperator<byte[]> tongue = message -> message;

        /** To whom it was changed to say something else, where that is not all. */
        Predicate<PeerId> deceives = to -> true;

        /** What it takes another to have of a sector. */
        BiFunction<Peer, SectorId, VersionVector> hearing =
                (peer, sector) -> peer.replica().vector(sector);

        /** Takes no batches of others while this is true. */
        boolean isDeaf;

        /** Hears what it answers, with a receipt, whoever believes it. */
        Consumer<Receipt> answers = receipt -> {};

        /** What its program takes for the rules of a party. */
        PartyRules partyRules = PartyRules.STRICT;

        /** Who looks into signatures for it. */
        SignatureVerifier verifier = signatures;

        /** What its program remembers of answers; null for what an honest one does. */
        @Nullable ExactlyOnce memory;

        private @Nullable AuthorityContext context;
        private List<Peer> side = List.of(this);
        private @Nullable SimulatedJournal journal;
        private @Nullable JournalWorldStore store;
        private @Nullable Replica replica;
        private @Nullable Pipeline pipeline;
        private boolean leaving;

        /** Why its program ended itself, or null. */
        @Nullable String halted;

        private int incarnation;
        private long sequence;

        Peer(Signer signer) {
            this.signer = signer;
            this.id = signer.peer();
            this.disk = new SimulatedDisk(scheduler, random, MILLI, MILLI);
        }

        boolean isUp() {
            return pipeline != null;
        }

        Pipeline pipeline() {
            return Objects.requireNonNull(pipeline);
        }

        Replica replica() {
            return Objects.requireNonNull(replica);
        }

        AuthorityContext context() {
            return Objects.requireNonNull(context);
        }

        AuthorityStatus status() {
            return pipeline().status();
        }

        Peer start() {
            incarnation++;
            journal = disk.open(Runnable::run);
            store = new JournalWorldStore(journal);
            store.found(manifest);
            reopen();
            var opened = new AuthorityContext(
                    store, this::replica, rules, signer, verifier, () -> ++draws, logEntriesKept, pace, this);
            context = opened;
            ExactlyOnce answers = memory == null ? new AnswerWindow(journal::get) : memory;
            pipeline = Pipeline.open(opened, new Pipeline.Setup(answers, AdmitLimits.DEFAULT, partyRules, settings));
            store.wishes().forEach(wish -> open.putIfAbsent(wish.id(), wish));
            int mine = incarnation;
            scheduler.after(16 * MILLI, () -> turn(mine));
            showView();
            return this;
        }

        private void reopen() {
            ReplicaIdentity self = ReplicaIdentity.draw(manifest.worldId(), signer, ++draws);
            Replica fresh = new Replica(manifest, Mines.SCHEMA, self, verifier);
            Objects.requireNonNull(store).load(fresh);
            store.append(List.of(), List.of(self.certificate()), () -> {});
            replica = fresh;
        }

        void kill() {
            pipeline = null;
            proofs.clear();
            waiting.clear();
            disk.crash();
        }

        /** Leaves in good order; the others see it go a while after its last word. */
        void leave() {
            leaving = true;
        }

        private boolean hasLeft() {
            if (!leaving || !pipeline().leave()) {
                return false;
            }
            leaving = false;
            scheduler.after(5 * MILLI, () -> {
                pipeline = null;
                disk.crash();
            });
            scheduler.after(
                    200 * MILLI,
                    () -> view(side.stream().filter(peer -> peer != this).toArray(Peer[]::new)));
            return true;
        }

        /** What it says reaches these, and what they say reaches it, whatever the views show. */
        void reaches(List<Peer> peers) {
            side = List.copyOf(peers);
            peers.forEach(peer -> peer.side = List.copyOf(peers));
        }

        private void showView() {
            if (isUp()) {
                List<PeerId> members = side.stream()
                        .filter(peer -> peer == this || peer.isUp())
                        .map(peer -> peer.id)
                        .toList();
                pipeline().onView(members, scheduler.nowNanos());
            }
        }

        /** What a session does in a turn: proofs and batches of the others, then the authority, then old commands. */
        private void turn(int mine) {
            if (!isUp() || mine != incarnation) {
                return;
            }
            for (Peer other : side) {
                if (other != this && other.isUp() && !isDeaf) {
                    take(other.replica());
                }
            }
            try {
                pipeline().onTime(scheduler.nowNanos(), worldMillis());
            } catch (IllegalStateException e) {
                if (Objects.requireNonNull(journal).failed() == null) {
                    throw e;
                }
                halted = e.getMessage();
                kill();
                return;
            }
            if (hasLeft()) {
                return;
            }
            believe();
            if (random.nextInt(8) == 0) {
                List.copyOf(open.values()).forEach(this::route);
            }
            scheduler.after(16 * MILLI, () -> turn(mine));
        }

        /** Hears everything that is in another's replica, as over a link. */
        void take(Replica other) {
            List<Proof> again = List.copyOf(waiting);
            waiting.clear();
            again.forEach(this::announce);
            for (Proof proof : other.proofs()) {
                boolean passes = rostersPass || proof.kind() != Proof.Kind.ROSTER;
                if (passes && pipeline().admits(proof) && replica().learn(proof).status() == LearnStatus.LEARNED) {
                    Objects.requireNonNull(store).append(List.of(), List.of(proof));
                }
            }
            for (SectorId sector : other.sectors()) {
                CutBench.take(other, sector, replica(), Objects.requireNonNull(store));
                VersionVector mine = replica().vector(sector);
                for (SignedBatch batch : other.missing(sector, mine, 1 << 20)) {
                    if (pipeline().admits(batch)) {
                        replica().merge(batch, worldMillis());
                        Objects.requireNonNull(store).append(List.of(batch), List.of());
                    }
                }
            }
        }

        /** Submits a command and keeps sending it until it is answered for good. */
        CommandId submit(Record command) {
            CommandId name = new CommandId(id, 7, ++sequence);
            CommandEnvelope envelope = sealed(CommandEnvelope.of(name, SectorId.ORIGIN, Mines.SCHEMA, command), signer);
            open.put(name, envelope);
            route(envelope);
            return name;
        }

        /** Takes gold from the vein. */
        CommandId mine(long gold) {
            EntityId[] vein = new EntityId[1];
            replica().each(null, Mines.Vein.class, (entity, value) -> vein[0] = entity);
            return submit(new Mines.Mine(vein[0], gold));
        }

        /** Submits a command to one peer that is not in its view yet, once, and then like any other. */
        CommandId submitTo(Peer holder, Record command) {
            CommandId name = submit(command);
            holder.pipeline().onCommand(id, Objects.requireNonNull(open.get(name)), scheduler.nowNanos());
            return name;
        }

        private void route(CommandEnvelope envelope) {
            PeerId holder = status().holder();
            side.stream()
                    .filter(peer -> Objects.equals(peer.id, holder) && peer.isUp())
                    .forEach(peer -> scheduler.after(MILLI, () -> {
                        if (peer.isUp()) {
                            peer.pipeline().onCommand(id, envelope, scheduler.nowNanos());
                        }
                    }));
        }

        @Override
        public void verdict(PeerId to, Verdict verdict, @Nullable Receipt receipt) {
            if (receipt != null) {
                answers.accept(receipt);
            }
            for (Peer peer : peers) {
                if (peer.id.equals(to) && side.contains(peer)) {
                    peer.hear(verdict, receipt);
                }
            }
        }

        /** An acceptance is believed once the own authority keeps it, as a session does; a cheat takes any word. */
        private void hear(Verdict verdict, @Nullable Receipt receipt) {
            if (verdict.kind() == Verdict.Kind.ACCEPTED && receipt != null && open.containsKey(verdict.command())) {
                proofs.put(verdict.command(), receipt);
                believe();
                return;
            }
            verdicts.put(verdict.command(), verdict);
            if (verdict.kind() == Verdict.Kind.REJECTED) {
                open.remove(verdict.command());
            }
            if (receipt != null) {
                receipts.put(verdict.command(), receipt);
            }
        }

        private void believe() {
            for (CommandEnvelope command : List.copyOf(open.values())) {
                Receipt receipt = proofs.get(command.id());
                boolean kept = receipt != null
                        && isUp()
                        && (memory != null || pipeline().keeps(command, receipt));
                if (receipt != null && kept) {
                    proofs.remove(command.id());
                    open.remove(command.id());
                    verdicts.put(command.id(), receipt.verdict());
                    receipts.put(command.id(), receipt);
                    if (Objects.requireNonNull(store).wishes().contains(command)) {
                        store.dropWish(command.id());
                    }
                }
            }
        }

        @Override
        public void publish(List<SignedBatch> batches) {
            for (SignedBatch batch : batches) {
                replica().merge(batch, worldMillis());
            }
        }

        @Override
        public void send(PeerId to, byte[] said) {
            byte[] message = deceives.test(to) ? tongue.apply(said) : said;
            for (Peer peer : List.copyOf(side)) {
                if (peer.id.equals(to)) {
                    scheduler.after(MILLI + random.nextInt(2) * MILLI, () -> {
                        boolean works = peer.isUp()
                                && Objects.requireNonNull(peer.journal).failed() == null;
                        if (works && peer.side.contains(this)) {
                            peer.pipeline().onMessage(id, message, scheduler.nowNanos());
                        }
                    });
                }
            }
        }

        @Override
        public void announce(Proof proof) {
            if (replica().learn(proof).status() == LearnStatus.WAITING) {
                waiting.add(proof);
                return;
            }
            Objects.requireNonNull(store).append(List.of(), List.of(proof));
        }

        @Override
        public void provisional(CommandEnvelope command, boolean over) {
            if (over) {
                pending.remove(command.id());
            } else {
                pending.add(command.id());
            }
        }

        @Override
        public void rollback(List<CommandEnvelope> lost) {
            rolledBack.addAll(lost);
            List<SignedBatch> own = replica().seal(worldMillis());
            Objects.requireNonNull(store).append(own, List.of());
            reopen();
            lost.stream()
                    .filter(command -> command.id().player().equals(id))
                    .forEach(command -> open.put(command.id(), command));
        }

        @Override
        public @Nullable VersionVector reported(PeerId member, SectorId sector) {
            return side.stream()
                    .filter(peer -> peer.id.equals(member) && peer.isUp())
                    .findFirst()
                    .map(peer -> hearing.apply(peer, sector))
                    .orElse(null);
        }

        @Override
        public void settle(List<Cut> cuts) {
            CutBench.settle(cuts, replica(), Objects.requireNonNull(store));
        }

        @Override
        public void notice(AuthorityNotice notice) {
            notices.add(notice);
        }

        StoreAudit audit() {
            return StoreAudit.of(Objects.requireNonNull(journal), Mines.SCHEMA, signatures);
        }

        long gold() {
            long[] all = {0};
            replica().each(null, Mines.Purse.class, (entity, purse) -> all[0] += purse.gold());
            return all[0];
        }
    }
}
