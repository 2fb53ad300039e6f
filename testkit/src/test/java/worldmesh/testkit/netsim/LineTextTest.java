package worldmesh.testkit.netsim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.testkit.net.LinkShape;

class LineTextTest {
    @Test
    void readsEveryProperty() {
        LinkShape shape = LineText.change(
                LinkShape.clear(),
                "delay=40ms, jitter=500us, loss=2.5%, burst=3, duplicate=1, reorder=10%, reorder-delay=1s,"
                        + " rate=2mbit, queue=250ms");

        assertEquals(
                new LinkShape(40_000_000, 500_000, true, 0.025, 3, 0.01, 0.1, 1_000_000_000, 2_000_000, 250_000_000),
                shape);
        assertEquals(LinkShape.clear(), LineText.change(LinkShape.clear(), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delay",
                "delay=fast",
                "delay=-1ms",
                "loss=101",
                "loss=2ms",
                "rate=2mb",
                "speed=1",
                "burst=0",
                "=1"
            })
    void saysWhatItCannotRead(String words) {
        var refused = assertThrows(IllegalArgumentException.class, () -> LineText.change(LinkShape.clear(), words));

        assertTrue(String.valueOf(refused.getMessage()).length() > 20);
    }
}
