package worldmesh.runtime.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PeerIdTest {
    private static final PublicKey KEY = new PublicKey(new byte[32]);

    @Test
    void isTheHashOfTheKey() {
        // sha256sum of 32 zero bytes
        assertEquals(
                "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925",
                KEY.peer().toString());
    }

    @Test
    void comesBackFromItsText() {
        assertEquals(KEY.peer(), PeerId.parse(KEY.peer().toString()));
        assertEquals(KEY.peer().hashCode(), PeerId.ofBytes(KEY.peer().bytes()).hashCode());
    }

    @Test
    void showsAFingerprintTwoPeopleCanCompare() {
        assertEquals("6668-7aad-f862-bd77-6c8f", KEY.peer().fingerprint());
        assertEquals("66687aad", KEY.peer().brief());
    }

    @Test
    void ordersByUnsignedBytes() {
        byte[] high = new byte[32];
        high[0] = (byte) 0x80;

        assertTrue(PeerId.ofBytes(high).compareTo(PeerId.ofBytes(new byte[32])) > 0);
    }

    @Test
    void refusesAnyOtherLength() {
        assertThrows(IllegalArgumentException.class, () -> PeerId.ofBytes(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> PeerId.parse("66"));
        assertThrows(IllegalArgumentException.class, () -> new PublicKey(new byte[33]));
    }

    @Test
    void cannotBeChangedThroughItsBytes() {
        PeerId id = KEY.peer();

        id.bytes()[0] = 0;
        KEY.bytes()[0] = 1;

        assertEquals(KEY.peer(), id);
        assertEquals(new PublicKey(new byte[32]), KEY);
        assertNotEquals(PeerId.ofBytes(new byte[32]), id);
    }
}
