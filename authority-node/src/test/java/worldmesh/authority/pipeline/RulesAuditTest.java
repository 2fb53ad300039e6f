package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.authority.admit.Consent;
import worldmesh.authority.audit.Mismatch;
import worldmesh.authority.audit.RulesAudit;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.row.Table;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.LogEntry;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.bytes.Payload;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.SealCheck;
import worldmesh.world.command.TickHeader;
import worldmesh.world.command.Verdict;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldId;

/** An auditor who has the holder's committed log, but not what players edit at the same time. */
@NullUnmarked // an unexpected null fails the test anyway
class RulesAuditTest {
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final MemoryRows journal = new MemoryRows();
    private final Bench bench = new Bench(journal, signatures.signer(0), signatures, 1);
    private final PeerId ann = signatures.signer(1).peer();
    private final Replica player = replica(7);
    private final Replica auditor = replica(8);
    private final Consent consent =
            new Consent(new SealCheck(bench.replica.manifest().worldId(), signatures), true);
    private RowDraft committed = new RowDraft(key -> null);
    private long sequence;
    private long lastTick;

    private Replica replica(int peer) {
        ReplicaIdentity self = ReplicaIdentity.draw(bench.replica.manifest().worldId(), signatures.signer(peer), 1);
        bench.replica.learn(self.certificate());
        Replica replica = new Replica(bench.replica.manifest(), Mines.SCHEMA, self, signatures);
        bench.replica.proofs().forEach(replica::learn);
        return replica;
    }

    private void send(PeerId from, Record command) {
        bench.send(new CommandId(from, 7, ++sequence), command);
    }

    /** One tick of the holder, null if it decided nothing. */
    private @Nullable LogEntry tick() {
        bench.turn();
        journal.settle();
        List<LogEntry> newest = new ArrayList<>();
        journal.scan(Table.LOG.prefix(), (key, value) -> {
            LogEntry entry = LogEntry.decode(value);
            return entry.header().tick() <= lastTick || newest.add(entry);
        });
        return newest.isEmpty() ? null : newest.get(0);
    }

    private @Nullable Mismatch audit(LogEntry entry) {
        return new RulesAudit(auditor, committed, Mines.rules(), consent).check(entry, bench.grant());
    }

    /** The auditor follows. */
    private void commit(LogEntry entry) {
        lastTick = entry.header().tick();
        entry.batches().forEach(batch -> auditor.merge(batch, Bench.START_MILLIS + 100_000));
        RowDraft rows = new RowDraft(key -> null);
        journal.scan(new byte[0], (key, value) -> {
            rows.put(key, value);
            return true;
        });
        committed = rows;
    }

    private LogEntry commitTick() {
        LogEntry entry = tick();
        assertNull(audit(entry));
        commit(entry);
        return entry;
    }

    private EntityId vein() {
        List<EntityId> veins = new ArrayList<>(bench.all(Mines.Vein.class).keySet());
        return veins.get(veins.size() - 1);
    }

    @Test
    void anHonestHolderIsNeverAccusedWhateverPlayersEditMeanwhile() {
        for (int seed = 1; seed <= 3; seed++) {
            history(new SplittableRandom(seed));
        }
    }

    private void history(SplittableRandom random) {
        List<SignedBatch> late = new ArrayList<>();
        send(ann, new Mines.Lay(1000));
        commitTick();
        EntityId mark = player.spawn(SectorId.ORIGIN, new Mines.Stand(1), new Mines.Sign("mark"));
        for (int turn = 0; turn < 25; turn++) {
            edit(random, mark, late);
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                send(signatures.signer(1 + random.nextInt(3)).peer(), command(random, mark));
            }
            LogEntry entry = tick();
            String digest = auditor.digest().toString();
            assertNull(audit(entry), () -> "tick " + entry.header().tick());
            assertEquals(digest, auditor.digest().toString(), "an audit changes nothing");
            commit(entry);
            if (random.nextInt(4) == 0) {
                late.forEach(batch -> auditor.merge(batch, Bench.START_MILLIS + 100_000));
                late.clear();
            }
        }
        bench.all(Mines.Vein.class).forEach((vein, value) -> assertEquals(value, auditor.get(vein, Mines.Vein.class)));
    }

    private void edit(SplittableRandom random, EntityId mark, List<SignedBatch> late) {
        player.put(mark, new Mines.Stand(random.nextInt(50)));
        player.put(mark, new Mines.Sign("s".repeat(random.nextInt(9))));
        if (random.nextInt(5) == 0) {
            player.spawn(SectorId.ORIGIN, new Mines.Stand(random.nextInt(50)));
        }
        for (SignedBatch batch : player.seal(Bench.START_MILLIS)) {
            bench.replica.merge(batch, Bench.START_MILLIS + 100_000);
            late.add(batch);
        }
    }

    private Record command(SplittableRandom random, EntityId mark) {
        return switch (random.nextInt(7)) {
            case 0 -> new Mines.Enter();
            case 1 -> new Mines.Lay(random.nextInt(-3, 400));
            case 2, 3 -> new Mines.Mine(vein(), random.nextInt(-1, 300));
            case 4 -> new Mines.Roll();
            case 5 -> new Mines.Survey(vein(), mark);
            default -> new Mines.Mischief(random.nextInt(13), vein());
        };
    }

    private void hearFromPlayer(boolean holderToo) {
        for (SignedBatch batch : player.seal(Bench.START_MILLIS)) {
            auditor.merge(batch, Bench.START_MILLIS + 100_000);
            if (holderToo) {
                bench.replica.merge(batch, Bench.START_MILLIS + 100_000);
            }
        }
    }

    @Test
    void whatAnEntryReadOfAnEntityThatItsOwnerDeletedMeanwhileIsKnownByTheLog() {
        EntityId mark = player.spawn(SectorId.ORIGIN, new Mines.Stand(1), new Mines.Sign("mark"));
        hearFromPlayer(true);
        send(signatures.signer(7).peer(), new Mines.Mischief(9, mark));
        assertEquals(
                Verdict.Kind.ACCEPTED, commitTick().decided().get(0).verdict().kind());
        bench.replica.proofs().forEach(player::learn);
        bench.replica
                .missing(SectorId.ORIGIN, player.vector(SectorId.ORIGIN), 1 << 20)
                .forEach(batch -> player.merge(batch, Bench.START_MILLIS + 100_000));
        send(ann, new Mines.Survey(mark, mark));
        LogEntry honest = tick();

        player.delete(mark);
        hearFromPlayer(false);

        assertTrue(auditor.isDead(mark));
        assertNull(auditor.peek(mark, Mines.Strikes.class));
        assertEquals(Verdict.Kind.ACCEPTED, honest.decided().get(0).verdict().kind());
        assertNull(audit(honest));
    }

    private static LogEntry with(LogEntry entry, List<Decided> decided, List<SignedBatch> batches) {
        return new LogEntry(entry.previous(), entry.header(), entry.signature(), decided, batches);
    }

    private static LogEntry first(LogEntry entry, UnaryOperator<Decided> change) {
        List<Decided> decided = new ArrayList<>(entry.decided());
        decided.set(0, change.apply(decided.get(0)));
        return with(entry, decided, entry.batches());
    }

    /** The entry with the ops of its only batch changed and signed again by the holder. */
    private LogEntry ops(LogEntry entry, UnaryOperator<List<Op>> change) {
        SignedBatch batch = entry.batches().get(0);
        BatchContent content =
                new BatchContent(batch.clock(), batch.grant(), change.apply(new ArrayList<>(batch.ops())));
        SignedBatch forged = SignedBatch.sign(
                batch.key(), content, bench.replica.tenure().identity().signer());
        return with(entry, entry.decided(), List.of(forged));
    }

    private LogEntry mined() {
        send(ann, new Mines.Lay(1000));
        send(ann, new Mines.Enter());
        commitTick();
        send(ann, new Mines.Mine(vein(), 30));
        return tick();
    }

    private void assertCaught(LogEntry cheat, int index, String what) {
        Mismatch mismatch = audit(cheat);
        assertNotNull(mismatch);
        assertEquals(index, mismatch.index(), mismatch.what());
        assertTrue(mismatch.what().contains(what), mismatch.what());
    }

    @Test
    void goldFromNothingIsCaughtInEffectsAndInBatches() {
        LogEntry honest = mined();
        assertNull(audit(honest));
        byte[] more = honest.decided().get(0).effects().clone();
        for (int at = 0; at < more.length; at++) {
            byte[] changed = more.clone();
            changed[at] ^= 2;
            LogEntry cheat = first(honest, each -> new Decided(each.envelope(), each.verdict(), changed, each.reads()));
            assertCaught(cheat, 0, "effects");
        }
        EntityId purse = bench.all(Mines.Purse.class).keySet().iterator().next();
        assertCaught(ops(honest, list -> plus(list, write(purse, new Mines.Purse(999_999), 3))), -1, "no effect");
        assertCaught(ops(honest, list -> plus(list, write(vein(), new Mines.Vein(999_999), 9))), -1, "no effect");
        assertCaught(ops(honest, list -> plus(list, new Op.Spawn(EntityId.of(5, 1, purse.trust())))), -1, "fresh");
        assertCaught(ops(honest, list -> plus(list, new Op.Delete(vein(), null))), -1, "no effect");
    }

    private static List<Op> plus(List<Op> list, Op more) {
        list.add(more);
        return list;
    }

    private static Op write(EntityId entity, Record value, long index) {
        ComponentType<Record> type = Mines.SCHEMA.typeOf(value);
        return new Op.Write(
                entity, type.id(), null, index, Payload.wrap(type.codec().encode(value)));
    }

    @Test
    void aValueOfAnotherEntityOrALostOneIsCaught() {
        LogEntry honest = mined();
        EntityId other = EntityId.of(77, 1, vein().trust());
        assertCaught(
                ops(honest, list -> {
                    list.replaceAll(op -> op instanceof Op.Write write
                            ? new Op.Write(other, write.component(), null, write.index(), write.value())
                            : op);
                    return list;
                }),
                -1,
                "no effect");
        assertCaught(ops(honest, list -> list.subList(1, list.size())), -1, "does not end");
        assertCaught(with(honest, honest.decided(), List.of()), -1, "does not end");
    }

    @Test
    void changedVerdictsAreCaught() {
        LogEntry honest = mined();
        CommandId id = honest.decided().get(0).envelope().id();
        Verdict refused = new Verdict.Rejected(id, "not for you");
        assertCaught(
                first(honest, each -> new Decided(each.envelope(), refused, new byte[0], each.reads())), 0, "verdict");
        Verdict elsewhere = new Verdict.Accepted(id, honest.header().epoch(), 99);
        assertCaught(
                first(honest, each -> new Decided(each.envelope(), elsewhere, each.effects(), each.reads())),
                0,
                "verdict");
        commit(honest);
        send(ann, new Mines.Mine(vein(), 5_000));
        LogEntry rejected = auditedTick();
        CommandId poor = rejected.decided().get(0).envelope().id();
        Verdict bought = new Verdict.Accepted(poor, rejected.header().epoch(), 4);
        assertCaught(
                first(rejected, each -> new Decided(each.envelope(), bought, each.effects(), each.reads())),
                0,
                "verdict");
    }

    private LogEntry auditedTick() {
        LogEntry entry = tick();
        assertNull(audit(entry));
        return entry;
    }

    @Test
    void otherDiceAreCaught() {
        send(ann, new Mines.Enter());
        commitTick();
        send(ann, new Mines.Roll());
        LogEntry honest = auditedTick();
        TickHeader header = honest.header();
        TickHeader moved = new TickHeader(
                header.world(), header.epoch(), header.tick() + 1, header.worldMillis(), header.count(), header.root());
        assertNotNull(
                audit(new LogEntry(honest.previous(), moved, honest.signature(), honest.decided(), honest.batches())));
    }

    @Test
    void readsThatAreNotDeclaredAreCaught() {
        LogEntry honest = mined();
        assertCaught(
                first(honest, each -> new Decided(each.envelope(), each.verdict(), each.effects(), new byte[0])),
                0,
                "");
        assertCaught(
                first(honest, each -> new Decided(each.envelope(), each.verdict(), each.effects(), new byte[] {9})),
                0,
                "malformed");
    }

    @Test
    void batchesOfAnotherReplicaAreCaught() {
        LogEntry honest = mined();
        SignedBatch own = player.seal(Bench.START_MILLIS).stream().findFirst().orElseGet(() -> {
            player.spawn(SectorId.ORIGIN, new Mines.Stand(1));
            return player.seal(Bench.START_MILLIS).get(0);
        });
        List<SignedBatch> more = new ArrayList<>(honest.batches());
        more.add(own);
        assertCaught(with(honest, honest.decided(), more), -1, "tenure");
    }

    private LogEntry naming(LogEntry entry, CommandEnvelope command) {
        return first(entry, each -> new Decided(command, each.verdict(), each.effects(), each.reads()));
    }

    private CommandEnvelope sealed(CommandEnvelope bare, WorldId world, long worldMillis) {
        return CommandSeal.seal(List.of(bare), world, worldMillis, signatures.signer(1))
                .get(0);
    }

    @Test
    void aCommandThatItsPlayerDidNotSignIsCaught() {
        LogEntry honest = mined();
        CommandEnvelope wished = honest.decided().get(0).envelope();
        CommandSeal seal = wished.seal();
        CommandEnvelope bare = new CommandEnvelope(wished.id(), wished.sector(), wished.type(), wished.payload());
        CommandEnvelope next =
                new CommandEnvelope(new CommandId(ann, 7, 99), wished.sector(), wished.type(), wished.payload());
        byte[] flipped = seal.signature().bytes();
        flipped[9] ^= 1;
        CommandSeal damaged = new CommandSeal(
                seal.key(), seal.worldMillis(), seal.index(), seal.count(), seal.path(), new Signature(flipped));
        CommandSeal later = new CommandSeal(
                seal.key(), seal.worldMillis() + 1, seal.index(), seal.count(), seal.path(), seal.signature());
        WorldId elsewhere = new WorldId(Hash.of(new byte[] {9}));

        assertNull(audit(honest));
        assertCaught(naming(honest, bare), 0, "not signed");
        assertCaught(naming(honest, next.with(seal)), 0, "not signed");
        assertCaught(naming(honest, bare.with(damaged)), 0, "not signed");
        assertCaught(naming(honest, bare.with(later)), 0, "not signed");
        assertCaught(naming(honest, sealed(bare, elsewhere, seal.worldMillis())), 0, "not signed");
        LogEntry old = naming(honest, sealed(bare, honest.header().world(), Bench.START_MILLIS - 80_000_000));
        assertCaught(old, 0, "too long before");
        LogEntry early = naming(honest, sealed(bare, honest.header().world(), Bench.START_MILLIS + 80_000_000));
        assertCaught(early, 0, "after it");
    }

    /** Answers are forgotten after a day of silence; the entry that repeats one is dated back, or as late as that. */
    @Test
    void aCommandThatIsKeptUntilItsSessionIsForgottenIsCaught() {
        LogEntry honest = mined();
        long day = 86_400_000;

        assertNull(audit(honest));
        consent.logged(honest.header().worldMillis() + day);

        assertCaught(honest, 0, "too long before");
    }

    @Test
    void aCommandThatStandsInTheLogTwiceIsCaught() {
        LogEntry honest = mined();
        Decided mining = honest.decided().get(0);

        assertCaught(with(honest, List.of(mining, mining), honest.batches()), 1, "before");
        commit(honest);
        assertCaught(honest, 0, "before");
    }

    @Test
    void countsWhatTheHolderReadAndTheAuditorDoesNot() {
        EntityId mark = player.spawn(SectorId.ORIGIN, new Mines.Stand(1), new Mines.Sign("mark"));
        List<SignedBatch> edits = player.seal(Bench.START_MILLIS);
        edits.forEach(batch -> bench.replica.merge(batch, Bench.START_MILLIS + 100_000));
        send(ann, new Mines.Lay(1000));
        commitTick();
        send(ann, new Mines.Survey(vein(), mark));
        LogEntry entry = tick();
        RulesAudit audit = new RulesAudit(auditor, committed, Mines.rules(), consent);

        assertNull(audit.check(entry, bench.grant()));
        long before = audit.differing();
        edits.forEach(batch -> auditor.merge(batch, Bench.START_MILLIS + 100_000));
        assertNull(audit.check(entry, bench.grant()));

        assertTrue(before > 0, "the auditor has not heard of the mark");
        assertEquals(0, audit.differing());
    }
}
