package worldmesh.mesh.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jgroups.Address;
import org.jgroups.View;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;

/** Who watches over whom in a party. */
class RingWatchTest {
    private static final int MEMBERS = 6;

    private final PartyState state = new PartyState(peer(0), 32);
    private final Calmed links = new Calmed();
    private final RingWatch watch = new RingWatch(state, links);

    /** The peers whose watch is left to others. */
    private static final class Calmed implements PartyLinks {
        private final Set<PeerId> calm = new TreeSet<>();
        private int words;

        @Override
        public void send(PeerId to, byte[] frame) {
            throw new AssertionError("the ring says nothing");
        }

        @Override
        public void calm(PeerId peer, boolean others) {
            words++;
            if (others) {
                calm.add(peer);
            } else {
                calm.remove(peer);
            }
        }

        @Override
        public void doubt(PeerId peer) {
            throw new AssertionError("the ring doubts nobody");
        }
    }

    private static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) number;
        return PeerId.ofBytes(id);
    }

    @BeforeEach
    void inAPartyOfSix() {
        state.address = new GroupAddress(peer(0), 1);
        Address[] members = IntStream.range(0, MEMBERS)
                .mapToObj(number -> new GroupAddress(peer(number), 1))
                .toArray(Address[]::new);
        for (int number = 1; number < MEMBERS; number++) {
            state.admitted.add(peer(number));
            state.linked.add(peer(number));
        }
        state.install(View.create(members[0], 1, members));
        watch.turn();
    }

    @Test
    void eachWatchesOverTheOneBeforeAndTheOneAfterIt() {
        assertEquals(Set.of(peer(2), peer(3), peer(4)), links.calm);
    }

    @Test
    void theNextIsWatchedOnceANeighbourIsNotHeard() {
        state.silent.add(peer(1));
        watch.turn();

        assertEquals(Set.of(peer(3), peer(4)), links.calm);
    }

    @Test
    void whoeverIsInNoViewIsWatchedByAll() {
        state.forgetView();
        watch.turn();

        assertEquals(Set.of(), links.calm);
    }

    @Test
    void threeWatchEachOther() {
        List.of(3, 4, 5).forEach(number -> state.linked.remove(peer(number)));
        watch.turn();

        assertEquals(Set.of(), links.calm);
    }

    @Test
    void aNewLinkOfACalmMemberIsCalmedAgainAndNothingIsSaidTwice() {
        int before = links.words;
        watch.turn();
        assertEquals(before, links.words);

        watch.onLinkUp(peer(3));
        watch.turn();

        assertEquals(before + 1, links.words);
    }
}
