package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.wire.RecordHeader;
import worldmesh.mesh.wire.WireVersions;

/** Links between releases that speak other versions of the wire, and between those that have none in common. */
class WireVersionLinkTest {
    private static final int BYTES = 20;

    private final Net net = new Net(11);

    private Net.Node node(int number, int oldest, int newest) {
        MeshSettings settings = MeshSettings.defaults().withVersions(new WireVersions(oldest, newest));
        return net.node("10.0.0." + number, 7_000, settings);
    }

    /** The size of the one datagram with a message of INPUT that is sent now. */
    private int inputBytes(Net.Node from, Net.Node to, int value) {
        net.run(200);
        net.log.clear();
        byte[] message = new byte[BYTES];
        message[0] = (byte) value;
        assertTrue(from.send(to, Lane.INPUT, 3, message));
        net.run(5);
        assertArrayEquals(message, to.messages().get(to.messages().size() - 1));
        return net.log.get(0).length;
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,2,5", "1,2,1,1,5", "1,1,1,1,5", "1,2,1,2,4", "2,2,1,2,4", "1,2,2,2,4"})
    void bothSidesSpeakTheNewestThatBothKnowAndGoOnSoOverAnotherLink(
            int oldestHere, int newestHere, int oldestThere, int newestThere, int head) {
        Net.Node a = node(1, oldestHere, newestHere);
        Net.Node b = node(2, oldestThere, newestThere);
        a.connect(b);
        net.run(100);
        int first = inputBytes(a, b, 1);
        int back = inputBytes(b, a, 2);
        net.filter = flight -> false;
        net.run(2_000);
        net.filter = flight -> true;
        net.run(2_000);
        int second = inputBytes(a, b, 3);

        int record = RecordHeader.OVERHEAD_BYTES + head + BYTES;
        assertEquals(List.of(record, record), List.of(first, back));
        // The message before goes once more in front.
        assertEquals(record + head + BYTES, second);
        assertEquals(1, a.all(MeshSignal.LinkUp.class).size());
    }

    @Test
    void whoHasNoVersionInCommonIsToldSo() {
        Net.Node old = node(1, 1, 1);
        Net.Node later = node(2, 2, 2);
        old.connect(later);
        net.run(10_000);
        later.connect(old);
        net.run(10_000);

        for (Net.Node one : List.of(old, later)) {
            assertEquals(0, one.core.linkCount());
            assertEquals(
                    List.of(ConnectFailure.VERSION_MISMATCH),
                    one.all(MeshSignal.ConnectFailed.class).stream()
                            .map(MeshSignal.ConnectFailed::reason)
                            .toList());
        }
    }
}
