package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CidTableTest {
    private static final int CIDS = 48; // few and alike in their low bits, so that searches meet

    @Test
    void findsWhatAMapFinds() {
        var random = new SplittableRandom(7);
        var table = new CidTable<Object>();
        Map<Integer, Object> map = new HashMap<>();

        for (int i = 0; i < 20_000; i++) {
            int cid = random.nextInt(CIDS) * 16;
            if (random.nextInt(3) > 0) {
                Object value = new Object();
                table.put(cid, value);
                map.put(cid, value);
            } else {
                Object gone = map.remove(cid);
                table.remove(cid, gone == null ? new Object() : gone);
            }
            int asked = random.nextInt(CIDS) * 16;
            assertSame(map.get(asked), table.get(asked));
        }
    }

    @Test
    void takesOutOnlyWhatIsThere() {
        var table = new CidTable<Object>();
        Object old = new Object();
        Object now = new Object();
        table.put(5, old);
        table.put(5, now);

        table.remove(5, old);

        assertSame(now, table.get(5));
    }
}
