package worldmesh.peer;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.ice.IceConnector;
import worldmesh.mesh.ice.UdpMux;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.mesh.wss.NodeConnection;
import worldmesh.runtime.metrics.Metrics;
import worldmesh.runtime.metrics.ProcessLoad;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;

/**
 * The UDP port of a session, which its links and its searches of ways to peers share.
 *
 * @param mesh the links
 * @param mux tells the two apart
 * @param ice the searches; null if they are off
 * @param node the rendezvous node; null for none
 * @param meetsAt how that is named to others; null for none
 */
record SessionPort(
        Mesh mesh,
        UdpMux mux,
        @Nullable IceConnector ice,
        @Nullable NodeConnection node,
        @Nullable NodeLink meetsAt) implements AutoCloseable {
    static SessionPort open(SessionOptions options, WorldShell shell, Clock clock) {
        UdpMux mux =
                new UdpMux(UdpDatagramPort.open(options.listen(), options.mesh().dscp()));
        Mesh mesh = Mesh.open(options.mesh(), shell.signer(), mux, clock, shell.random());
        if (!options.ice().enabled()) {
            return new SessionPort(mesh, mux, null, null, null);
        }
        IceConnector ice =
                IceConnector.open(mux, options.ice(), shell.signer(), Ed25519Verifier.INSTANCE, shell.random());
        mesh.findPathsBy(ice);
        NodeLink link = options.ice().node().node();
        NodeConnection node = null;
        if (link != null) {
            node = new NodeConnection(
                    options.ice().node(), link, shell.signer(), shell.random(), new Arrivals(mux, ice));
            mux.attach(new Departures(node));
            ice.meetAt(node);
        }
        return new SessionPort(mesh, mux, ice, node, link);
    }

    /** From the node to the links. */
    private record Arrivals(UdpMux mux, IceConnector ice) implements NodeConnection.Taker {
        @Override
        public void onDatagram(InetSocketAddress from, byte[] data, int length) {
            mux.onCarried(from, data, length);
        }

        @Override
        public void onReady(@Nullable String stunServer) {
            if (stunServer != null) {
                ice.alsoAsk(stunServer);
            }
        }
    }

    /** From the links to the node. */
    private record Departures(NodeConnection node) implements UdpMux.NodeCarrier {
        @Override
        public boolean carry(InetSocketAddress to, byte[] data, int offset, int length) {
            return node.carry(to, data, offset, length);
        }

        @Override
        public void onNetworkBack() {
            node.onNetworkBack();
        }
    }

    void register(Metrics metrics) {
        ProcessLoad.register(metrics);
        mesh.register(metrics);
        mux.register(metrics);
        if (ice != null) {
            ice.register(metrics);
        }
        if (node != null) {
            node.register(metrics);
        }
    }

    @Override
    public void close() {
        if (ice != null) {
            ice.close();
        }
        mesh.close();
        if (node != null) {
            node.close(); // after the links have said farewell over it
        }
    }
}
