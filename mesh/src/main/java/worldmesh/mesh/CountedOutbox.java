package worldmesh.mesh;

import java.net.InetSocketAddress;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.runtime.identity.PeerId;

/** Counts all that leaves, handshakes too, on its way to the outbox of the running call. Confined to the owner. */
final class CountedOutbox implements MeshOutbox {
    private final Detour detour;
    private MeshOutbox target = new Nowhere();
    private long bytes;

    /** Takes what goes through relays. */
    interface Detour {
        /** Sends the datagram another way; it comes back here in a record of the link it goes over. */
        void carry(InetSocketAddress to, byte[] data, int offset, int length);
    }

    CountedOutbox(Detour detour) {
        this.detour = detour;
    }

    /** This outbox, which passes everything on to {@code next}. */
    MeshOutbox before(MeshOutbox next) {
        target = next;
        return this;
    }

    /** Bytes of all datagrams. */
    long bytes() {
        return bytes;
    }

    @Override
    public void datagram(InetSocketAddress to, byte[] data, int offset, int length) {
        if (RelayedAddress.is(to)) {
            detour.carry(to, data, offset, length);
            return;
        }
        bytes += length;
        target.datagram(to, data, offset, length);
    }

    @Override
    public void signal(MeshSignal signal) {
        target.signal(signal);
    }

    @Override
    public void message(PeerId from, Lane lane, int stream, Payload payload) {
        target.message(from, lane, stream, payload);
    }

    @Override
    public boolean ready(PeerId from) {
        return target.ready(from);
    }

    /** Before the first call nothing leaves. */
    private static final class Nowhere implements MeshOutbox {
        @Override
        public void datagram(InetSocketAddress to, byte[] data, int offset, int length) {
            throw new IllegalStateException("a datagram left before the first call");
        }

        @Override
        public void signal(MeshSignal signal) {
            throw new IllegalStateException("a signal left before the first call");
        }
    }
}
