package worldmesh.peer;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.ice.IceConnector;
import worldmesh.mesh.ice.UdpMux;
import worldmesh.runtime.metrics.Metrics;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;

/**
 * The UDP port of a session, which its links and its searches of ways to peers share.
 *
 * @param mesh the links
 * @param mux tells the two apart
 * @param ice the searches; null if they are off
 */
record SessionPort(Mesh mesh, UdpMux mux, @Nullable IceConnector ice) implements AutoCloseable {
    static SessionPort open(SessionOptions options, WorldShell shell, Clock clock) {
        UdpMux mux =
                new UdpMux(UdpDatagramPort.open(options.listen(), options.mesh().dscp()));
        Mesh mesh = Mesh.open(options.mesh(), shell.signer(), mux, clock, shell.random());
        if (!options.ice().enabled()) {
            return new SessionPort(mesh, mux, null);
        }
        IceConnector ice =
                IceConnector.open(mux, options.ice(), shell.signer(), Ed25519Verifier.INSTANCE, shell.random());
        mesh.findPathsBy(ice);
        return new SessionPort(mesh, mux, ice);
    }

    void register(Metrics metrics) {
        mesh.register(metrics);
        mux.register(metrics);
        if (ice != null) {
            ice.register(metrics);
        }
    }

    @Override
    public void close() {
        if (ice != null) {
            ice.close();
        }
        mesh.close();
    }
}
