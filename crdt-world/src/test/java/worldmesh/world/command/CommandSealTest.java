package worldmesh.world.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.WorldId;

class CommandSealTest {
    private static final WorldId WORLD = new WorldId(Hash.of(new byte[] {1}));
    private static final WorldId OTHER_WORLD = new WorldId(Hash.of(new byte[] {2}));

    /** A keyed hash, known to this test alone. */
    private record Key(PublicKey publicKey) implements Signer {
        Key(int number) {
            this(new PublicKey(Hash.of(new byte[] {(byte) number}).bytes()));
        }

        @Override
        public byte[] sign(byte[] message) {
            byte[] half = Hash.of(publicKey.bytes(), message).bytes();
            byte[] whole = Arrays.copyOf(half, 64);
            System.arraycopy(half, 0, whole, 32, 32);
            return whole;
        }
    }

    private static final Key ANN = new Key(1);
    private static final Key BOB = new Key(2);
    private int verified;
    private final SignatureVerifier verifier = (key, message, signature) -> {
        verified++;
        return Arrays.equals(new Key(key).sign(message), signature);
    };

    private static CommandEnvelope bare(Signer player, long sequence) {
        byte[] record = {(byte) sequence, 7};
        return new CommandEnvelope(new CommandId(player.peer(), 5, sequence), SectorId.ORIGIN, 42, record);
    }

    private static List<CommandEnvelope> turn(int count) {
        List<CommandEnvelope> turn = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            turn.add(bare(ANN, i));
        }
        return CommandSeal.seal(turn, WORLD, 1_000, ANN);
    }

    private boolean holds(CommandEnvelope command) {
        return new SealCheck(WORLD, verifier).holds(command);
    }

    @Test
    void eachCommandOfATurnOfAnySizeStandsByItself() {
        for (int count = 1; count <= 130; count++) {
            List<CommandEnvelope> turn = turn(count);
            assertEquals(count, turn.size());
            CommandEnvelope any = turn.get(count * 7 % count);
            CommandEnvelope read = Objects.requireNonNull(CommandEnvelope.decode(any.encode()));
            assertEquals(any, read);
            assertEquals(any.id(), read.id());
            assertTrue(holds(read), "a turn of " + count);
            assertTrue(any.encode().length - any.body().length <= 64 + 8 + 2 + 6 * Hash.BYTES, "a seal is small");
        }
    }

    @Test
    void aSealIsOfOneCommandOneWorldAndOnePlayer() {
        CommandEnvelope sealed = turn(3).get(1);
        CommandSeal seal = Objects.requireNonNull(sealed.seal());

        assertTrue(seal.holds(sealed, WORLD, verifier));
        assertFalse(seal.holds(sealed, OTHER_WORLD, verifier));
        assertFalse(holds(bare(ANN, 9).with(seal)), "another command");
        assertFalse(holds(bare(ANN, 2)), "none at all");
        assertThrows(IllegalArgumentException.class, () -> bare(BOB, 2).with(seal));
    }

    @Test
    void receiptsAndDiceKnowACommandWithoutItsSeal() {
        CommandEnvelope sealed = turn(1).get(0);
        CommandEnvelope again =
                CommandSeal.seal(List.of(sealed), WORLD, 2_000, ANN).get(0);

        assertNotEquals(sealed, again);
        assertEquals(bare(ANN, 1).hash(), sealed.hash());
        assertEquals(sealed.hash(), again.hash());
        assertEquals(sealed.seed(77), again.seed(77));
    }

    @Test
    void theCommandsOfATurnCostOneVerification() {
        SealCheck check = new SealCheck(WORLD, verifier);
        List<CommandEnvelope> turn = turn(CommandSeal.COMMANDS_MAX);

        turn.forEach(command -> assertTrue(check.holds(command)));
        turn.forEach(command -> assertTrue(check.holds(command)));

        assertEquals(1, verified);
    }

    @Test
    void whatHeldIsForgottenInTheEndAndVerifiedAgain() {
        SealCheck check = new SealCheck(WORLD, verifier);
        CommandEnvelope first = turn(1).get(0);
        check.holds(first);
        for (int i = 0; i < 300; i++) {
            check.holds(CommandSeal.seal(List.of(bare(ANN, 1)), WORLD, 5_000 + i, ANN)
                    .get(0));
        }

        assertTrue(check.holds(first));
        assertEquals(302, verified);
    }

    @Test
    void refusesEveryTruncationAndBitFlipWithoutException() {
        byte[] good = turn(5).get(2).encode();

        for (int length = 0; length < good.length; length++) {
            assertNull(CommandEnvelope.decode(Arrays.copyOf(good, length)));
        }
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            CommandEnvelope read = CommandEnvelope.decode(bad);
            assertTrue(read == null || !holds(read), "bit " + bit);
        }
    }
}
