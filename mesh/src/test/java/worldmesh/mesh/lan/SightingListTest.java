package worldmesh.mesh.lan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.SeededSecureRandom;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;

class SightingListTest {
    private static final long SECOND = 1_000_000_000L;

    private final SightingList list = new SightingList(Ed25519Verifier.INSTANCE, 47_870, 0);
    private final InetAddress lan = address(192, 168, 0, 7);
    private final InetAddress loopback = address(127, 0, 0, 1);

    private static InetAddress address(int a, int b, int c, int d) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] announcement(long seed, String name) {
        Ed25519Signer signer = Ed25519Signer.generate(new SeededSecureRandom(seed));
        return AnnouncementCodec.encode(new LanAnnouncement(signer.publicKey(), new byte[32], name, 4_711, 3), signer);
    }

    @Test
    void listsPartiesByNameOnceEachAtThisMachinesOwnAddress() {
        list.onDatagram(lan, announcement(1, "zoo"), 0);
        list.onDatagram(loopback, announcement(1, "zoo"), 1);
        list.onDatagram(lan, announcement(1, "zoo"), 2);
        list.onDatagram(lan, announcement(2, "ant"), 3);

        var sightings = list.sightings(4);

        assertEquals(2, sightings.size());
        assertEquals("ant", sightings.get(0).announcement().name());
        assertEquals(loopback, sightings.get(1).address().getAddress());
        assertEquals(4_711, sightings.get(1).address().getPort());
    }

    @Test
    void aPartyHeardOverBothFamiliesIsListedWithAnAddressOfEachWhileItIsHeardThere() throws UnknownHostException {
        InetAddress v6 = InetAddress.getByName("fd00::7");
        list.onDatagram(v6, announcement(1, "zoo"), 0);
        list.onDatagram(lan, announcement(1, "zoo"), 4 * SECOND);
        assertEquals(
                List.of(new InetSocketAddress(lan, 4_711), new InetSocketAddress(v6, 4_711)),
                list.sightings(4 * SECOND).get(0).addresses());

        assertEquals(
                List.of(new InetSocketAddress(lan, 4_711)),
                list.sightings(8 * SECOND).get(0).addresses());
        for (int i = 1; i < 20; i++) {
            list.onDatagram(address(10, 0, 0, i), announcement(1, "zoo"), 8 * SECOND);
        }
        assertEquals(
                SightingList.ADDRESSES_MAX,
                list.sightings(8 * SECOND).get(0).addresses().size());
    }

    @Test
    void silentPartyDisappearsAndSilenceGivesAHint() {
        list.onDatagram(lan, announcement(1, "zoo"), 0);

        assertTrue(list.hint(4 * SECOND).isEmpty());
        assertEquals(0, list.sightings(8 * SECOND).size());
        assertTrue(list.hint(8 * SECOND).orElseThrow().contains("firewall"));
    }

    @Test
    void everyFlippedBitAndTruncationIsRefused() {
        byte[] good = announcement(1, "zoo");
        for (int bit = 0; bit < good.length * 8; bit += 3) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertNull(AnnouncementCodec.decode(flipped, Ed25519Verifier.INSTANCE));
        }
        for (int length = 0; length < good.length; length++) {
            assertNull(AnnouncementCodec.decode(Arrays.copyOf(good, length), (key, m, s) -> true));
        }
    }

    @Test
    void floodOfPartiesIsBounded() {
        for (int i = 0; i < 100; i++) {
            list.onDatagram(lan, announcement(i, "n" + i), i);
        }

        assertEquals(SightingList.MAX_SIGHTINGS, list.sightings(200).size());
    }

    @Test
    void aQuestionIsFiveBytesAndNoAnnouncement() {
        byte[] question = AnnouncementCodec.question();

        assertArrayEquals(new byte[] {'W', 'M', 'L', 'Q', 1}, question);
        assertTrue(AnnouncementCodec.isQuestion(question));
        assertFalse(AnnouncementCodec.isQuestion(Arrays.copyOf(question, 4)));
        assertNull(AnnouncementCodec.decode(question, (key, m, s) -> true));
    }
}
