package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

class SignalInboxTest {
    private static final PeerId FLOODER = peer(1);
    private static final PeerId HONEST = peer(2);

    private static final int COLLUDERS = 8;

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
    void honestPeerIsHeardWithinOneRoundOfEightColludingFloods() {
        for (int i = 0; i < COLLUDERS; i++) {
            flood(peer(10 + i), 1);
        }
        assertTrue(inbox.ready(HONEST));
        MeshSignal honest = reliable(HONEST, 1);
        inbox.add(honest);
        List<MeshSignal> taken = new ArrayList<>();

        inbox.take(taken, COLLUDERS * (SignalInbox.QUANTUM / InboxLine.SIGNAL_COST + 1) + 1);

        assertTrue(taken.contains(honest));
    }

    @Test
    void honestPeerIsHeardWithinOneRoundOfEightFloodsOfTheLargestMessages() {
        for (int i = 0; i < COLLUDERS; i++) {
            flood(peer(10 + i), MeshPort.MAX_MESSAGE_BYTES);
        }
        assertTrue(inbox.ready(HONEST));
        inbox.add(reliable(HONEST, 1_000));
        List<MeshSignal> taken = new ArrayList<>();

        inbox.take(taken, COLLUDERS + 1);

        assertEquals(1_000, ((MeshSignal.Received) lastOf(taken, HONEST)).message().length);
    }

    /** An honest peer with a message a step, eight floods that fill all they are given, a user that cannot keep up. */
    @Test
    void honestPeerLosesNothingAndWaitsNoLongerThanARoundWhileEightFlood() {
        int round = COLLUDERS * (SignalInbox.QUANTUM / InboxLine.SIGNAL_COST + 1) + 1;
        List<MeshSignal> taken = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            for (int i = 0; i < COLLUDERS; i++) {
                flood(peer(10 + i), step % 3 == 0 ? MeshPort.MAX_MESSAGE_BYTES : 1);
                inbox.add(state(peer(10 + i), 1_000));
            }
            assertTrue(inbox.ready(HONEST), "step " + step);
            MeshSignal reliable = reliable(HONEST, step);
            MeshSignal state = state(HONEST, step);
            inbox.add(reliable);
            inbox.add(state);
            taken.clear();

            inbox.take(taken, 2 * round);

            assertTrue(taken.contains(reliable), "step " + step);
            assertTrue(taken.contains(state), "step " + step);
        }
    }

    @Test
    void roomIsLeftForANewcomerHoweverManyFlood() {
        for (int i = 0; i < 255; i++) {
            flood(peer(i), 1);
            flood(peer(i), MeshPort.MAX_MESSAGE_BYTES);
        }

        assertTrue(inbox.ready(peer(255)));
        for (int i = 0; i < SignalInbox.FLOOR_MESSAGES; i++) {
            inbox.add(reliable(peer(255), 1));
            assertTrue(inbox.ready(peer(255)) || i == SignalInbox.FLOOR_MESSAGES - 1);
        }
        assertEquals(0, inbox.dropped());
    }

    @Test
    void memoryOfAFloodIsBoundedThoughItIgnoresThatTheInboxIsNotReady() {
        for (int i = 0; i < 100_000; i++) {
            inbox.add(reliable(FLOODER, 1));
        }

        List<MeshSignal> taken = new ArrayList<>();
        inbox.take(taken, 200_000);
        assertTrue(taken.size() < SignalInbox.MAX_SIGNALS, "kept " + taken.size());
        assertEquals(100_000 - taken.size(), inbox.dropped());
    }

    @Test
    void newStateTakesThePlaceOfOlderStateOfTheSamePeerOnly() {
        MeshSignal honest = state(HONEST, 1);
        inbox.add(honest);
        MeshSignal.Received newest = state(FLOODER, 1);
        for (int i = 0; i <= SignalInbox.MAX_STATE; i++) {
            newest = state(FLOODER, i % 100);
            inbox.add(newest);
        }

        List<MeshSignal> taken = new ArrayList<>();
        inbox.take(taken, SignalInbox.MAX_STATE);

        assertTrue(taken.contains(honest));
        assertEquals(newest, lastOf(taken, FLOODER));
        assertEquals(SignalInbox.MAX_STATE + 2 - taken.size(), inbox.dropped());
        assertTrue(inbox.ready(FLOODER));
    }

    @Test
    void whatHappenedToOnePeerStaysInOrder() {
        MeshSignal down = new MeshSignal.LinkDown(HONEST, CloseReason.LEFT);
        MeshSignal first = reliable(HONEST, 1);
        MeshSignal second = reliable(HONEST, 2);
        inbox.add(first);
        inbox.add(state(HONEST, 3));
        inbox.add(second);
        inbox.add(down);
        List<MeshSignal> taken = new ArrayList<>();

        inbox.take(taken, 10);

        assertEquals(List.of(first, second, down), taken);
    }

    @Test
    void emptyInboxHandsOutNothingAndIsUsedAgain() {
        List<MeshSignal> taken = new ArrayList<>();
        MeshSignal message = reliable(HONEST, 1);
        inbox.add(message);
        inbox.take(taken, 10);
        inbox.take(taken, 10);
        inbox.add(message);
        inbox.take(taken, 10);

        assertEquals(List.of(message, message), taken);
    }

    private static PeerId from(MeshSignal signal) {
        return ((MeshSignal.Received) signal).from();
    }

    private static MeshSignal lastOf(List<MeshSignal> signals, PeerId peer) {
        return signals.stream()
                .filter(s -> from(s).equals(peer))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private void flood(PeerId peer, int messageBytes) {
        while (inbox.ready(peer)) {
            inbox.add(reliable(peer, messageBytes));
        }
    }

    private void flood(int messageBytes) {
        flood(FLOODER, messageBytes);
    }

    private static MeshSignal reliable(PeerId from, int bytes) {
        return new MeshSignal.Received(from, Lane.RELIABLE, 0, new byte[bytes]);
    }

    private static MeshSignal.Received state(PeerId from, int bytes) {
        return new MeshSignal.Received(from, Lane.STATE, 0, new byte[bytes]);
    }

    private static PeerId peer(int number) {
        byte[] hash = new byte[PeerId.BYTES];
        hash[0] = (byte) number;
        return PeerId.ofBytes(hash);
    }
}
