package worldmesh.benchmarks.budget;

import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.testkit.mesh.SimulatedPair;
import worldmesh.testkit.net.LinkShape;

/** What a datagram has beside the one message in it: two simulated meshes, byte for byte those of real ones. */
final class LonePacket {
    private static final int PAYLOAD_BYTES = 64;
    private static final int MESSAGES = 200;
    private static final long SECOND = 1_000_000_000L;
    private static final long PAUSE_NANOS = 20_000_000L;

    private LonePacket() {}

    static double bytesAround() {
        SimulatedPair pair = new SimulatedPair(LinkShape.clear(), LinkShape.clear(), 1);
        if (!pair.connect(10 * SECOND)) {
            throw new IllegalStateException("no link in a network without losses");
        }
        pair.run(SECOND);
        double bytes = 0;
        double datagrams = 0;
        for (int i = 0; i < MESSAGES; i++) {
            LinkStats before = pair.near().stats(pair.far().self());
            pair.near().send(pair.far().self(), Lane.STATE, 0, new byte[PAYLOAD_BYTES]);
            pair.near().flush();
            LinkStats after = pair.near().stats(pair.far().self());
            bytes += after.bytesSent() - before.bytesSent();
            datagrams += after.datagramsSent() - before.datagramsSent();
            pair.run(PAUSE_NANOS);
        }
        return bytes / datagrams - PAYLOAD_BYTES;
    }
}
