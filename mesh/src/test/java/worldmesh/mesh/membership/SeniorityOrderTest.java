package worldmesh.mesh.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;

class SeniorityOrderTest {
    private static final PeerId A = peer(1);
    private static final PeerId B = peer(2);
    private static final PeerId C = peer(3);
    private static final PeerId D = peer(4);
    private static final PeerId E = peer(5);

    static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) number;
        return PeerId.ofBytes(id);
    }

    @Test
    void whoIsNewIsYoungestAndTheOthersKeepTheirPlaces() {
        List<PeerId> members = SeniorityOrder.change(List.of(C, A, B), Set.of(A), List.of(E, D));

        assertEquals(List.of(C, B, E, D), members);
    }

    @Test
    void theLargerSideIsSenior() {
        assertEquals(List.of(C, E, D, A, B), SeniorityOrder.merge(List.of(List.of(A, B), List.of(C, E, D)), A));
    }

    @Test
    void ofEqualSidesTheOneWithTheCommonCoordinatorIsSenior() {
        assertEquals(List.of(D, C, A, B), SeniorityOrder.merge(List.of(List.of(A, B), List.of(D, C)), C));
    }

    @Test
    void equalSidesThatNeverMetAreOrderedByTheirFirstMembers() {
        assertEquals(List.of(B, A, C, D), SeniorityOrder.merge(List.of(List.of(C, D), List.of(B, A)), null));
    }

    @Test
    void aViewNamesEveryMemberOnceAndHasAtLeastOne() {
        assertThrows(IllegalArgumentException.class, () -> new View(1, A, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new View(1, A, List.of(A, A)));
        assertThrows(IllegalArgumentException.class, () -> new View(-1, A, List.of(A)));
    }
}
