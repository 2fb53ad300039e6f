package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import worldmesh.authority.admit.AdmitLimits;
import worldmesh.authority.admit.AnswerWindow;
import worldmesh.authority.admit.BanList;
import worldmesh.authority.pipeline.Mines.Enter;
import worldmesh.authority.pipeline.Mines.Mine;
import worldmesh.authority.pipeline.Mines.Mischief;
import worldmesh.authority.row.MemoryRows;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Each count of an authority is moved, by one, by its cause. */
class CountsTest {
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer root = signatures.signer(0);
    private final PeerId ann = signatures.signer(1).peer();
    private final PeerId bob = signatures.signer(2).peer();

    /** One authority with its own journal, and words for what is sent to it. */
    private final class Scene {
        private final MemoryRows journal = new MemoryRows();
        private final Bench bench = new Bench(journal, root, signatures, 1);
        private Pipeline pipeline = bench.pipeline;

        void send(long sequence, Record command) {
            send(ann, bench.seal(CommandEnvelope.of(id(sequence), SectorId.ORIGIN, Mines.SCHEMA, command)));
        }

        void send(PeerId from, CommandEnvelope envelope) {
            pipeline.onCommand(from, envelope, 16_000_000L);
        }

        /** Opens the authority again over the same store. */
        void reopen(AdmitLimits limits) {
            pipeline = Pipeline.open(bench.context(), new AnswerWindow(bench.store.journal()::get), limits);
        }

        void turn() {
            pipeline.onTime(16_000_000L, Bench.START_MILLIS + 16);
            journal.settle();
        }
    }

    private Map<String, Consumer<Scene>> causes() {
        Map<String, Consumer<Scene>> causes = new TreeMap<>();
        int enter = Mines.SCHEMA.command(Enter.class).id();
        int mine = Mines.SCHEMA.command(Mine.class).id();
        causes.put("commands_accepted", scene -> scene.send(1, new Enter()));
        causes.put("commands_rejected", scene -> scene.send(1, new Mischief(99, new EntityId(1, 1))));
        causes.put("rules_broken", scene -> scene.send(1, new Mischief(0, new EntityId(1, 1))));
        causes.put("commands_repeated", scene -> {
            scene.send(1, new Enter());
            scene.send(1, new Enter());
        });
        causes.put("commands_overflowed", scene -> {
            scene.reopen(new AdmitLimits(60, 120, 1));
            scene.send(1, new Enter());
            scene.send(2, new Enter());
        });
        causes.put("refused_foreign_player", scene -> scene.send(bob, envelope(1, enter, new byte[0])));
        causes.put("refused_bad_sequence", scene -> scene.send(0, new Enter()));
        causes.put("refused_banned", scene -> {
            new BanList(scene.journal).ban(ann, "griefing");
            scene.reopen(AdmitLimits.DEFAULT);
            scene.send(1, new Enter());
        });
        causes.put("refused_unknown_type", scene -> scene.send(ann, envelope(1, enter + 1, new byte[0])));
        causes.put("refused_malformed", scene -> scene.send(ann, envelope(1, mine, new byte[] {-1, -1, -1, -1, 127})));
        causes.put("refused_unsigned", scene -> scene.send(ann, envelope(1, enter, new byte[0])));
        causes.put("refused_stale", scene -> {
            scene.pipeline.onTime(16_000_000L, Bench.START_MILLIS + 80_000_000L);
            scene.send(1, new Enter());
        });
        causes.put("refused_too_old", scene -> {
            for (int sequence = 1; sequence <= 1_100; sequence++) {
                CommandEnvelope sealed = scene.bench.seal(envelope(sequence, enter, new byte[0]));
                scene.pipeline.onCommand(ann, sealed, sequence * 100_000_000L);
                scene.turn();
            }
            scene.pipeline.onCommand(ann, envelope(1, enter, new byte[0]), 200_000_000_000L);
        });
        causes.put("refused_read_only", scene -> {
            scene.pipeline.refuseCommands("backup");
            scene.send(1, new Enter());
        });
        causes.put("refused_too_many", scene -> {
            scene.reopen(new AdmitLimits(1, 1, 10));
            scene.send(1, new Enter());
            scene.send(2, new Enter());
        });
        return causes;
    }

    private CommandId id(long sequence) {
        return new CommandId(ann, 7, sequence);
    }

    private CommandEnvelope envelope(long sequence, int type, byte[] payload) {
        return new CommandEnvelope(id(sequence), SectorId.ORIGIN, type, payload);
    }

    @TestFactory
    Stream<DynamicTest> eachCountIsMovedOnceByItsCause() {
        return causes().entrySet().stream()
                .map(cause -> DynamicTest.dynamicTest(cause.getKey(), () -> {
                    Scene scene = new Scene();
                    cause.getValue().accept(scene);
                    scene.turn();

                    assertEquals(1, scene.pipeline.counts().get(cause.getKey()));
                }));
    }

    @Test
    void everyCountHasACause() {
        var caused = new TreeSet<>(causes().keySet());
        caused.add("refused_wrong_sector"); // a party's grants reach the whole world; GateTest has its cause
        caused.add("refused_unproven"); // a store without the votes for its roster: RosterProofSimTest
        // What takes others: PartyTrustSimTest, PromiseDoubtSimTest, RulesAuditTest and StateRowsTest have the causes.
        caused.addAll(List.of("grants_outvoted", "holders_accused", "promises_doubted", "states_taken"));
        caused.add("holders_heard_again"); // LoneAccuserSimTest
        caused.addAll(List.of("reads_differing", "states_contradicted"));
        caused.addAll(List.of("log_cuts", "log_entries_cut", "log_bytes_cut")); // PartyCutSimTest
        caused.addAll(List.of("cuts_committed", "cuts_refused", "cuts_sectors_too_large")); // PartySettleSimTest
        caused.addAll(List.of("entry_cache_hits", "entry_cache_misses")); // PartySettleSimTest
        caused.addAll(List.of("seal_cache_hits", "seal_cache_misses")); // the same
        assertEquals(caused, new Scene().pipeline.counts().keySet());
    }
}
