package worldmesh.samples.lanparty.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;

class WardrobeTest {
    private static PeerId peer(int first) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) first;
        return PeerId.ofBytes(id);
    }

    @Test
    void aNewcomerWearsAColourThatNobodyHereWears() {
        Map<PeerId, Integer> worn = new TreeMap<>();
        for (int i = 0; i < Wardrobe.BRIGHT; i++) {
            int colour = Wardrobe.choose(peer(i), worn);
            assertTrue(!worn.containsValue(colour), "colour " + colour + " twice");
            worn.put(peer(i), colour);
        }
        assertTrue(Wardrobe.choose(peer(99), worn) < Wardrobe.BRIGHT);
    }

    @Test
    void ofTwoWhoCameAtOnceTheOneWithTheLargerIdChanges() {
        OptionalInt smaller = Wardrobe.change(peer(1), 3, Map.of(peer(2), 3));
        OptionalInt larger = Wardrobe.change(peer(2), 3, Map.of(peer(1), 3));

        assertEquals(OptionalInt.empty(), smaller);
        assertNotEquals(3, larger.orElseThrow());
    }

    @Test
    void nobodyChangesWithoutNeedOrWithoutAFreeColour() {
        Map<PeerId, Integer> all = new TreeMap<>();
        for (int i = 0; i < Wardrobe.BRIGHT; i++) {
            all.put(peer(i), i);
        }

        assertEquals(OptionalInt.empty(), Wardrobe.change(peer(9), 2, Map.of(peer(1), 3)));
        assertEquals(OptionalInt.empty(), Wardrobe.change(peer(9), 2, all));
    }
}
