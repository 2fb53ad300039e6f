package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.admit.Refusal;
import worldmesh.authority.pipeline.Mines.Enter;
import worldmesh.authority.pipeline.Mines.Idle;
import worldmesh.authority.pipeline.Mines.Lay;
import worldmesh.authority.pipeline.Mines.Mine;
import worldmesh.authority.pipeline.Mines.Mischief;
import worldmesh.authority.pipeline.Mines.Purse;
import worldmesh.authority.pipeline.Mines.Strikes;
import worldmesh.authority.pipeline.Mines.Vein;
import worldmesh.authority.row.MemoryRows;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

class PipelineTest {
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer root = signatures.signer(0);
    private final PeerId ann = signatures.signer(1).peer();
    private final PeerId bob = signatures.signer(2).peer();
    private final MemoryRows journal = new MemoryRows();
    private Bench bench = new Bench(journal, root, signatures, 1);

    @Test
    void minesGoldFromVeinToPurseAndProvesIt() {
        EntityId vein = layVein(100);
        bench.send(id(ann, 1), new Enter());
        bench.send(id(ann, 2), new Mine(vein, 30));
        bench.send(id(ann, 3), new Mine(vein, 5));
        turnAndSync();

        assertEquals("accepted", bench.answer(id(ann, 3)));
        assertTrue(bench.isProven(id(ann, 2)));
        assertEquals(List.of(new Purse(35)), List.copyOf(bench.all(Purse.class).values()));
        assertEquals(new Vein(65), bench.all(Vein.class).get(vein));
        assertEquals(new Strikes(2), bench.all(Strikes.class).get(vein));
    }

    @Test
    void saysNothingBeforeTheEffectsAreDurable() {
        bench.send(id(ann, 1), new Enter());
        bench.turn();

        String before = bench.answer(id(ann, 1));
        int publishedBefore = bench.published.size();
        journal.settle();

        assertEquals("none", before);
        assertEquals(0, publishedBefore);
        assertEquals("accepted", bench.answer(id(ann, 1)));
        assertEquals(1, bench.published.size());
    }

    @Test
    void answersARetryTheSameAndRunsItOnce() {
        EntityId vein = layVein(100);
        bench.send(id(ann, 1), new Enter());
        turnAndSync();
        bench.send(id(ann, 2), new Mine(vein, 10));
        bench.send(id(ann, 2), new Mine(vein, 10));
        bench.turn();
        bench.send(id(ann, 2), new Mine(vein, 10));
        turnAndSync();
        Receipt first = bench.receipts.get(id(ann, 2));

        bench.verdicts.clear();
        bench.receipts.clear();
        bench.send(id(ann, 2), new Mine(vein, 10));

        assertEquals(first, bench.receipts.get(id(ann, 2)));
        assertEquals(new Vein(90), bench.all(Vein.class).get(vein));
        assertEquals(3, bench.pipeline.counts().get("commands_repeated"));
    }

    @Test
    void answersARetryTheSameWhileTheWorldIsReadOnly() {
        bench.send(id(ann, 1), new Enter());
        turnAndSync();
        bench.verdicts.clear();
        bench.pipeline.refuseCommands("backup");
        bench.send(id(ann, 1), new Enter());
        bench.send(id(ann, 2), new Enter());
        turnAndSync();

        assertEquals("accepted", bench.answer(id(ann, 1)));
        assertEquals("backup", bench.answer(id(ann, 2)));
        assertEquals(1, bench.all(Purse.class).size());
    }

    @Test
    void rejectsWithTheRulesReasonAndRepeatsItToARetry() {
        bench.send(id(ann, 1), new Enter());
        bench.send(id(ann, 2), new Enter());
        bench.send(id(ann, 3), new Mischief(99, new EntityId(1, 1)));
        bench.send(id(ann, 4), new Idle());
        turnAndSync();
        String first = bench.answer(id(ann, 3));
        bench.verdicts.clear();
        bench.send(id(ann, 2), new Enter());
        bench.send(id(ann, 3), new Mischief(99, new EntityId(1, 1)));

        assertEquals("you have a purse", bench.answer(id(ann, 2)));
        assertEquals("r".repeat(256), first, "a reason that is too long is cut");
        assertEquals(first, bench.answer(id(ann, 3)));
        assertTrue(bench.isProven(id(ann, 2)));
        assertEquals(1, bench.all(Purse.class).size());
    }

    @Test
    void survivesRulesThatThrowOrAskForTheImpossible() {
        EntityId vein = layVein(100);
        String digest = bench.replica.digest().toString();
        for (int kind = 0; kind <= 12; kind++) {
            bench.send(id(ann, 1 + kind), new Mischief(kind == 9 ? 99 : kind, vein));
        }
        turnAndSync();

        assertEquals("the rule of this command is broken", bench.answer(id(ann, 1)));
        assertEquals("vein is an account: only transfers change it", bench.answer(id(ann, 2)));
        assertEquals("entity 7b:4 does not exist", bench.answer(id(ann, 3)));
        assertEquals("purse refuses its balance", bench.answer(id(ann, 4)));
        assertEquals("entity 0:2 does not exist", bench.answer(id(ann, 5)));
        assertTrue(bench.answer(id(ann, 6)).startsWith("vein of "), bench.answer(id(ann, 6)));
        assertEquals("stand is owned: only its owner writes it", bench.answer(id(ann, 7)));
        assertEquals("purse must be born with zero: a mint or transfer fills it", bench.answer(id(ann, 8)));
        assertTrue(bench.answer(id(ann, 9)).startsWith("broken effect: "), bench.answer(id(ann, 9)));
        assertTrue(bench.answer(id(ann, 11)).startsWith("broken effect: "), bench.answer(id(ann, 11)));
        assertEquals("too much gold", bench.answer(id(ann, 12)));
        assertEquals("the rule of this command is broken", bench.answer(id(ann, 13)));
        assertEquals(digest, bench.replica.digest().toString());
    }

    @Test
    void appliesAClaimAndAValueTogether() {
        EntityId vein = layVein(100);
        bench.send(id(bob, 1), new Mischief(9, vein));
        turnAndSync();

        assertEquals("accepted", bench.answer(id(bob, 1)));
        assertEquals(bob, bench.replica.owner(vein));
        assertEquals(new Strikes(7), bench.all(Strikes.class).get(vein));
    }

    @Test
    void goesOnFromItsJournalWithTheSameStateAnswersAndAFreshEpoch() {
        EntityId vein = layVein(100);
        bench.send(id(ann, 1), new Enter());
        bench.send(id(ann, 2), new Mine(vein, 40));
        turnAndSync();
        Receipt before = bench.receipts.get(id(ann, 2));
        String digest = bench.replica.digest().toString();
        long epoch = bench.pipeline.epoch();

        bench = new Bench(journal, root, signatures, 2);
        String restored = bench.replica.digest().toString();
        bench.send(id(ann, 2), new Mine(vein, 40));
        bench.send(id(ann, 3), new Mine(vein, 1));
        turnAndSync();

        assertEquals(digest, restored);
        assertEquals(epoch + 1, bench.pipeline.epoch());
        assertEquals(before, bench.receipts.get(id(ann, 2)));
        assertEquals(new Vein(59), bench.all(Vein.class).get(vein));
        assertTrue(bench.isProven(id(ann, 3)));
    }

    @Test
    void convergesWithAnotherReplicaThatHearsOnlyWhatIsPublished() {
        EntityId vein = layVein(100);
        bench.send(id(ann, 1), new Enter());
        bench.send(id(ann, 2), new Mine(vein, 40));
        turnAndSync();

        var other = new Bench(new MemoryRows(), root, signatures, 77);
        bench.replica.proofs().forEach(other.replica::learn);
        bench.published.forEach(batch -> other.replica.merge(batch, Bench.START_MILLIS + 100));

        assertEquals(bench.replica.digest(), other.replica.digest());
    }

    @Test
    void refusesACommandInAnothersNameWithoutTouchingTheOthersAnswers() {
        bench.send(id(ann, 1), new Enter());
        bench.pipeline.onCommand(bob, CommandEnvelope.of(id(ann, 1), SectorId.ORIGIN, Mines.SCHEMA, new Enter()), 1);
        turnAndSync();

        assertEquals(1, bench.pipeline.refused(Refusal.FOREIGN_PLAYER));
        assertEquals("accepted", bench.answer(id(ann, 1)));
    }

    @Test
    void judgesAllHonestCommandsDuringAFlood() {
        EntityId vein = layVein(1000);
        bench.send(id(ann, 1), new Enter());
        turnAndSync();
        long flood = 1;
        for (int turn = 0; turn < 100; turn++) {
            for (int i = 0; i < 20; i++) {
                bench.send(id(bob, flood++), new Enter());
            }
            bench.send(id(ann, turn + 2), new Mine(vein, 1));
            turnAndSync();
        }

        for (int turn = 0; turn < 100; turn++) {
            assertEquals("accepted", bench.answer(id(ann, turn + 2)));
        }
        assertTrue(bench.pipeline.refused(Refusal.TOO_MANY) > 1000);
        assertFalse(bench.verdicts.containsKey(id(bob, flood - 1)));
    }

    private EntityId layVein(long gold) {
        CommandId lay = new CommandId(root.peer(), 99, 1);
        bench.send(lay, new Lay(gold));
        turnAndSync();
        assertEquals("accepted", bench.answer(lay));
        return bench.all(Vein.class).keySet().iterator().next();
    }

    private void turnAndSync() {
        bench.turn();
        journal.settle();
    }

    private static CommandId id(PeerId player, long sequence) {
        return new CommandId(player, 7, sequence);
    }
}
