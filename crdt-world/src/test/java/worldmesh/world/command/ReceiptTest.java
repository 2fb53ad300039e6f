package worldmesh.world.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldId;

@NullUnmarked // an unexpected null fails the test anyway
class ReceiptTest {
    private static final WorldId WORLD = new WorldId(Hash.of(new byte[] {1}));
    private static final PublicKey KEY = new PublicKey(new byte[32]);
    private static final SignatureVerifier VERIFIER =
            (key, message, signature) -> Arrays.equals(mark(key, message), signature);

    private static byte[] mark(PublicKey key, byte[] message) {
        return Arrays.copyOf(Hash.of(key.bytes(), message).bytes(), 64);
    }

    private static final Signer HOLDER = new Signer() {
        @Override
        public PublicKey publicKey() {
            return KEY;
        }

        @Override
        public byte[] sign(byte[] message) {
            return mark(KEY, message);
        }
    };

    private static CommandEnvelope envelope(int sequence) {
        return new CommandEnvelope(
                new CommandId(KEY.peer(), 5, sequence), SectorId.ORIGIN, 42, new byte[] {(byte) sequence});
    }

    private static List<Receipt> tick(int count) {
        List<ReceiptEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CommandEnvelope envelope = envelope(i);
            Verdict verdict = i % 2 == 0
                    ? new Verdict.Accepted(envelope.id(), 3, i)
                    : new Verdict.Rejected(envelope.id(), "too far");
            entries.add(new ReceiptEntry(envelope.hash(), verdict, Hash.of(new byte[] {9})));
        }
        MerkleTree tree =
                MerkleTree.of(entries.stream().map(ReceiptEntry::encode).toList());
        TickHeader header = new TickHeader(WORLD, 3, 77, 1_000, count, tree.root());
        Signature signature = new Signature(HOLDER.sign(header.signedBytes()));
        List<Receipt> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(new Receipt(header, signature, entries.get(i), i, tree.path(i)));
        }
        return out;
    }

    @Test
    void provesEveryCommandOfATickOfAnySize() {
        Grant grant = Grant.sign(WORLD, 3, KEY, null, HOLDER);

        for (int count = 1; count < 20; count++) {
            List<Receipt> receipts = tick(count);
            for (int i = 0; i < count; i++) {
                Receipt receipt = Receipt.decode(receipts.get(i).encode());
                assertEquals(receipts.get(i), receipt);
                assertTrue(receipt.verify(VERIFIER, grant) && receipt.proves(envelope(i)));
                assertFalse(receipt.proves(envelope(i + 1)));
            }
        }
    }

    @Test
    void failsUnderAnotherGrantOrAtAnotherPlace() {
        Receipt receipt = tick(5).get(2);

        assertFalse(receipt.verify(VERIFIER, Grant.sign(WORLD, 4, KEY, null, HOLDER)));
        Receipt moved = new Receipt(receipt.header(), receipt.signature(), receipt.entry(), 3, receipt.path());
        assertFalse(moved.verify(VERIFIER, Grant.sign(WORLD, 3, KEY, null, HOLDER)));
    }

    @Test
    void refusesEveryTruncationAndBitFlipWithoutException() {
        Grant grant = Grant.sign(WORLD, 3, KEY, null, HOLDER);
        byte[] good = tick(5).get(2).encode();

        for (int length = 0; length < good.length; length++) {
            assertNull(Receipt.decode(Arrays.copyOf(good, length)));
        }
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Receipt receipt = Receipt.decode(bad);
            assertTrue(receipt == null || !receipt.verify(VERIFIER, grant), "bit " + bit);
        }
    }

    @Test
    void keepsLeavesAndNodesApart() {
        List<byte[]> two = List.of(new byte[] {1}, new byte[] {2});

        assertNotEquals(MerkleTree.of(two).root(), MerkleTree.leaf(new byte[] {1, 2}));
    }

    @Test
    void cutsAReasonThatIsTooLongToWholeCharacters() {
        assertEquals(
                252,
                Reasons.cut("\uD83D\uDE00".repeat(63) + "x".repeat(0))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                        .length);
        assertEquals(
                256, Reasons.cut("\uD83D\uDE00".repeat(99)).getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }
}
