package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldId;

class VouchingRatesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int FLOOD = 100;

    private final VouchingRates rates = new VouchingRates();

    @Test
    void believesAPartyAtOnceAndAQuarterMoreByTheRate() {
        assertEquals(32, believedAt(0, FLOOD));
        assertEquals(8, rates.left(of(1), 0));
        assertEquals(1, believedAt(2 * SECOND, FLOOD));
        assertEquals(7, believedAt(30 * SECOND, FLOOD));
        assertEquals(0, rates.left(of(1), 30 * SECOND));
        assertEquals(0, believedAt(60 * SECOND, FLOOD));
    }

    @Test
    void believesAPartyAgainAfterTheMemberWasQuiet() {
        believedAt(0, FLOOD);
        assertEquals(32, believedAt(64 * SECOND, FLOOD));
    }

    @Test
    void doesNotForgetAFloodForManyMembersThatVouchOnce() {
        believedAt(0, FLOOD);
        for (int other = 2; other < 1_000; other++) {
            rates.take(of(other), 0);
        }

        assertFalse(rates.hasRoom(of(1), 0));
        assertTrue(rates.hasRoom(of(1_000), 0));
    }

    private int believedAt(long nowNanos, int tries) {
        int believed = 0;
        for (int i = 0; i < tries; i++) {
            if (rates.hasRoom(of(1), nowNanos)) {
                rates.take(of(1), nowNanos);
                believed++;
            }
        }
        return believed;
    }

    private static Admittance of(int issuer) {
        byte[] key = new byte[32];
        key[0] = (byte) issuer;
        key[1] = (byte) (issuer >> 8);
        return new Admittance(
                new WorldId(Hash.ofBytes(new byte[Hash.BYTES])),
                new PublicKey(key),
                new PublicKey(key).peer(),
                0,
                Admittance.Pass.NONE,
                0,
                new Signature(new byte[Signature.BYTES]));
    }
}
