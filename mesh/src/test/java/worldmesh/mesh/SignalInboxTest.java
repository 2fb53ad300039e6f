package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

class SignalInboxTest {
    private static final PeerId FLOODER = peer(1);
    private static final PeerId HONEST = peer(2);

    private final SignalInbox inbox = new SignalInbox();

    @Test
    void aPeerThatFilledItsShareWithMessagesWaitsAlone() {
        flood(1);

        assertFalse(inbox.ready(FLOODER));
        assertTrue(inbox.ready(HONEST));
    }

    @Test
    void aPeerThatFilledItsShareWithBytesWaitsAlone() {
        flood(64 << 10);

        assertFalse(inbox.ready(FLOODER));
        assertTrue(inbox.ready(HONEST));
    }

    @Test
    void aPeerIsHeardAgainOnceSomeOfItsMessagesAreTaken() {
        flood(1);

        inbox.take(new ArrayList<>(), 1);

        assertTrue(inbox.ready(FLOODER));
    }

    @Test
    void aFloodIsShortEnoughToBeTakenInOneTurnTogetherWithWhatFollows() {
        flood(1);
        MeshSignal honest = reliable(HONEST, 1);
        inbox.add(honest);
        List<MeshSignal> taken = new ArrayList<>();

        inbox.take(taken, SignalInbox.MAX_SIGNALS_PER_PEER + 1);

        assertEquals(honest, taken.get(taken.size() - 1));
    }

    @Test
    void isClosedToAllOnceManyPeersFilledIt() {
        for (int i = 0; i < SignalInbox.MAX_SIGNALS; i++) {
            inbox.add(reliable(peer(i % 100), 1));
        }

        assertFalse(inbox.ready(peer(101)));
    }

    @Test
    void newStateTakesThePlaceOfOldState() {
        for (int i = 0; i <= SignalInbox.MAX_STATE; i++) {
            inbox.add(new MeshSignal.Received(FLOODER, Lane.STATE, 0, new byte[1]));
        }

        assertEquals(1, inbox.dropped());
        assertTrue(inbox.ready(FLOODER));
    }

    private void flood(int messageBytes) {
        while (inbox.ready(FLOODER)) {
            inbox.add(reliable(FLOODER, messageBytes));
        }
    }

    private static MeshSignal reliable(PeerId from, int bytes) {
        return new MeshSignal.Received(from, Lane.RELIABLE, 0, new byte[bytes]);
    }

    private static PeerId peer(int number) {
        byte[] hash = new byte[PeerId.BYTES];
        hash[0] = (byte) number;
        return PeerId.ofBytes(hash);
    }
}
