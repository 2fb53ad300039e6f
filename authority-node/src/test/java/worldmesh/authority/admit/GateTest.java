package worldmesh.authority.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.RowDraft;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.SealCheck;
import worldmesh.world.component.CommandType;
import worldmesh.world.component.Schema;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.WorldId;

class GateTest {
    /** A command with a text, so that payloads can be wrong. */
    @CommandType("say")
    record Say(String text) {}

    private static final WorldId WORLD = new WorldId(Hash.of(new byte[] {1}));
    private static final Schema SCHEMA = Schema.of(Say.class);

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer root = signatures.signer(0);
    private final PeerId ann = signatures.signer(1).peer();
    private final PeerId bob = signatures.signer(2).peer();
    private final BanList bans = new BanList(new MemoryRows());
    private final Consent consent = new Consent(new SealCheck(WORLD, signatures), true);
    private final Gate gate = gate(null);

    private Gate gate(@Nullable SectorId sector) {
        Grant grant = Grant.sign(WORLD, 3, root.publicKey(), sector, root);
        return new Gate(SCHEMA, grant, bans, new NoAnswers(), consent, new AdmitLimits(10, 20, 100));
    }

    @Test
    void admitsAnHonestCommand() {
        var admission = gate.admit(ann, say(ann, 1, "hello"), 0);

        assertEquals(new Admission.Judge(new Say("hello")), admission);
    }

    @Test
    void refusesACommandInTheNameOfAnotherPlayer() {
        assertEquals(Refusal.FOREIGN_PLAYER, refusal(gate.admit(bob, say(ann, 1, "i am ann"), 0)));
    }

    @Test
    void refusesACommandThatItsPlayerDidNotSign() {
        CommandEnvelope wished = say(ann, 1, "hello");
        CommandSeal seal = Objects.requireNonNull(wished.seal());

        assertEquals(Refusal.UNSIGNED, refusal(gate.admit(ann, bare(ann, 2, "no seal"), 0)));
        assertEquals(
                Refusal.UNSIGNED,
                refusal(gate.admit(ann, bare(ann, 2, "the other's").with(seal), 0)));
        assertEquals(
                Refusal.UNSIGNED,
                refusal(gate.admit(ann, bare(ann, 1, "never said").with(seal), 0)));
        assertInstanceOf(Admission.Judge.class, gate.admit(ann, wished, 0));
    }

    @Test
    void refusesACommandThatWasSignedOnAnotherDay() {
        long hour = 3_600_000;
        consent.at(30 * hour);

        assertEquals(Refusal.STALE, refusal(gate.admit(ann, sealed(bare(ann, 1, "old"), 8 * hour), 0)));
        assertEquals(Refusal.STALE, refusal(gate.admit(ann, sealed(bare(ann, 1, "ahead"), 31 * hour), 0)));
        assertInstanceOf(Admission.Judge.class, gate.admit(ann, sealed(bare(ann, 1, "late"), 10 * hour), 0));
        consent.logged(40 * hour);
        assertEquals(Refusal.STALE, refusal(gate.admit(ann, sealed(bare(ann, 2, "late"), 10 * hour), 0)));
    }

    @Test
    void refusesABannedPlayerAndTellsWhy() {
        bans.ban(ann, "griefing");

        var refused = assertInstanceOf(Admission.Refused.class, gate.admit(ann, say(ann, 1, "x"), 0));
        bans.lift(ann);

        assertEquals("banned: griefing", refused.reason());
        assertInstanceOf(Admission.Judge.class, gate.admit(ann, say(ann, 2, "x"), 0));
    }

    @Test
    void refusesASectorOutsideItsGrant() {
        Gate corner = gate(new SectorId(5, 5, 0));

        assertEquals(Refusal.WRONG_SECTOR, refusal(corner.admit(ann, say(ann, 1, "x"), 0)));
    }

    @Test
    void refusesUnknownTypesHostileBytesAndBadNumbers() {
        CommandId id = new CommandId(ann, 7, 1);
        int type = SCHEMA.command(Say.class).id();
        byte[] endless = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F};

        assertEquals(
                Refusal.UNKNOWN_TYPE,
                refusal(gate.admit(ann, new CommandEnvelope(id, SectorId.ORIGIN, type + 1, new byte[0]), 0)));
        assertEquals(
                Refusal.MALFORMED,
                refusal(gate.admit(ann, new CommandEnvelope(id, SectorId.ORIGIN, type, endless), 0)));
        assertEquals(Refusal.BAD_SEQUENCE, refusal(gate.admit(ann, say(ann, 0, "x"), 0)));
        assertEquals(Refusal.BAD_SEQUENCE, refusal(gate.admit(ann, say(ann, -4, "x"), 0)));
    }

    @Test
    void refusesAllCommandsWithTheReasonWhileTheWorldIsReadOnly() {
        gate.refuseAll("backup");
        var refused = assertInstanceOf(Admission.Refused.class, gate.admit(ann, say(ann, 1, "x"), 0));
        gate.refuseAll(null);

        assertEquals(new Admission.Refused(Refusal.READ_ONLY, "backup"), refused);
        assertInstanceOf(Admission.Judge.class, gate.admit(ann, say(ann, 1, "x"), 0));
    }

    @Test
    void takesAllThatAPlayerMayHaveUnansweredAtOnce() {
        Grant grant = Grant.sign(WORLD, 3, root.publicKey(), null, root);
        Gate usual = new Gate(SCHEMA, grant, bans, new NoAnswers(), consent, AdmitLimits.DEFAULT);

        for (int i = 1; i <= 256; i++) {
            assertInstanceOf(Admission.Judge.class, usual.admit(ann, say(ann, i, "x"), 0));
        }
        assertEquals(new Admission.Silent(Refusal.TOO_MANY), usual.admit(ann, say(ann, 257, "x"), 0));
    }

    @Test
    void givesHonestPlayersTheSameDuringAFloodOfAHundredTimesTheirRate() {
        Map<PeerId, Integer> judged = new LinkedHashMap<>();
        for (int milli = 0; milli < 2000; milli++) {
            long now = milli * 1_000_000L;
            if (milli % 100 == 0) {
                count(judged, ann, gate.admit(ann, say(ann, milli + 1, "x"), now));
            }
            count(judged, bob, gate.admit(bob, say(bob, milli + 1, "x"), now));
        }

        assertEquals(20, judged.get(ann), "all of the honest player's commands");
        assertEquals(39, judged.get(bob), "a burst of 20 and 10 per second");
    }

    private static void count(Map<PeerId, Integer> judged, PeerId player, Admission admission) {
        if (admission instanceof Admission.Judge) {
            judged.merge(player, 1, Integer::sum);
        }
    }

    private static Refusal refusal(Admission admission) {
        return assertInstanceOf(Admission.Refused.class, admission).kind();
    }

    private CommandEnvelope say(PeerId player, long sequence, String text) {
        return sealed(bare(player, sequence, text), 0);
    }

    private static CommandEnvelope bare(PeerId player, long sequence, String text) {
        return CommandEnvelope.of(new CommandId(player, 7, sequence), SectorId.ORIGIN, SCHEMA, new Say(text));
    }

    private CommandEnvelope sealed(CommandEnvelope bare, long worldMillis) {
        Signer player = signatures.signerOf(bare.id().player());
        return CommandSeal.seal(List.of(bare), WORLD, worldMillis, player).get(0);
    }

    private static final class NoAnswers implements ExactlyOnce {
        @Override
        public @Nullable Receipt answer(CommandId command) {
            return null;
        }

        @Override
        public boolean forgotten(CommandId command) {
            return false;
        }

        @Override
        public void remember(CommandId command, Receipt answer, RowDraft rows) {}
    }
}
