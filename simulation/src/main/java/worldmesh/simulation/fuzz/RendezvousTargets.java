package worldmesh.simulation.fuzz;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import worldmesh.authority.rendezvous.DeskLimits;
import worldmesh.authority.rendezvous.DeskOutbox;
import worldmesh.authority.rendezvous.NodeFace;
import worldmesh.authority.rendezvous.RendezvousDesk;
import worldmesh.mesh.rendezvous.NodeClient;
import worldmesh.mesh.rendezvous.NodeFrame;
import worldmesh.mesh.rendezvous.NodeOutbox;
import worldmesh.mesh.rendezvous.NodeRefusal;
import worldmesh.mesh.rendezvous.Registration;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.fuzz.FuzzTarget;

/** What peers bring to a rendezvous node, registered or not, and what a node brings to peers. */
final class RendezvousTargets {
    private static final byte[] KEY = new byte[Registration.HASH_BYTES];
    private static final byte[] WORLD = new byte[Registration.HASH_BYTES];
    private static final int LIFE = 60;
    private static final long SEED = 5;

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer ann = signatures.signer(1);
    private final Signer ben = signatures.signer(2);

    static List<FuzzTarget> all() {
        RendezvousTargets targets = new RendezvousTargets();
        return List.of(
                FuzzTarget.of("rendezvous-stranger", List.of(targets.registration(targets.ann)), targets::stranger),
                FuzzTarget.of("rendezvous-peer", targets.ofPeers(), targets::peer),
                FuzzTarget.of("rendezvous-node", targets.ofNode(), targets::node));
    }

    /** What a desk did. */
    private static final class Done implements DeskOutbox {
        final List<byte[]> first = new ArrayList<>();
        final List<byte[]> second = new ArrayList<>();
        int closed;

        @Override
        public void send(long connection, byte[] frame) {
            (connection == 1 ? first : second).add(frame);
        }

        @Override
        public void close(long connection, NodeRefusal reason) {
            closed++;
        }

        byte[] nonce() {
            return Arrays.copyOfRange(first.get(0), 2, 2 + Registration.HASH_BYTES);
        }
    }

    private RendezvousDesk desk(Done done) {
        RendezvousDesk desk = new RendezvousDesk(
                new NodeFace(KEY, 0), DeskLimits.defaults(), signatures, new SplittableRandom(SEED), 0);
        desk.onOpen(1, InetAddress.getLoopbackAddress(), 0, done);
        return desk;
    }

    private byte[] registration(Signer signer) {
        Done done = new Done();
        desk(done);
        return registration(signer, done.nonce());
    }

    private static byte[] registration(Signer signer, byte[] nonce) {
        return new Registration(WORLD, signer.publicKey(), LIFE, 1).encode(KEY, nonce, signer);
    }

    /** True if somebody is there afterwards, which only the very registration brings about. */
    private boolean stranger(byte[] data) {
        Done done = new Done();
        RendezvousDesk desk = desk(done);
        desk.onFrame(1, data, 1, done);
        boolean genuine = Arrays.equals(data, registration(ann, done.nonce()));
        if (desk.peers() > 0 != genuine) {
            throw new IllegalStateException("a registration was believed that nobody signed, or a genuine one was not");
        }
        return genuine;
    }

    private List<byte[]> ofPeers() {
        byte[] carry = new byte[NodeFrame.HEAD_BYTES + 40];
        carry[0] = NodeFrame.CARRY;
        System.arraycopy(ben.peer().bytes(), 0, carry, 1, NodeFrame.HEAD_BYTES - 1);
        byte[] letIn = Arrays.copyOf(carry, NodeFrame.HEAD_BYTES);
        letIn[0] = NodeFrame.LET_IN;
        return List.of(carry, letIn, new byte[] {NodeFrame.WHO});
    }

    /** True if it does not end the connection; the other peer is never sent more than came. */
    private boolean peer(byte[] data) {
        Done done = new Done();
        RendezvousDesk desk = desk(done);
        desk.onFrame(1, registration(ann, done.nonce()), 1, done);
        desk.onOpen(2, InetAddress.getLoopbackAddress(), 1, done);
        byte[] nonce = Arrays.copyOfRange(done.second.get(0), 2, 2 + Registration.HASH_BYTES);
        desk.onFrame(2, registration(ben, nonce), 1, done);
        int before = done.second.size();
        desk.onFrame(1, data, 2, done);
        int sent = done.second.subList(before, done.second.size()).stream()
                .mapToInt(frame -> frame.length)
                .sum();
        if (sent > data.length) {
            throw new IllegalStateException("sent " + sent + " bytes for " + data.length);
        }
        return done.closed == 0;
    }

    private List<byte[]> ofNode() {
        byte[] carried = new byte[NodeFrame.HEAD_BYTES + 40];
        carried[0] = (byte) NodeFrame.CARRIED;
        return List.of(
                NodeFrame.challenge(KEY, 1),
                NodeFrame.registered(LIFE),
                NodeFrame.present(List.of(ben.peer(), PeerId.ofBytes(KEY))),
                NodeFrame.refused(carried, NodeRefusal.NOT_HERE),
                carried);
    }

    /** True if something is handed on. */
    private boolean node(byte[] data) {
        NodeClient client = new NodeClient(ann, new SplittableRandom(SEED), new NodeOutbox() {
            @Override
            public void open() {}

            @Override
            public void send(byte[] frame) {}

            @Override
            public void close() {}
        });
        client.meet(WORLD, 0);
        client.onOpen(KEY);
        client.onFrame(NodeFrame.challenge(KEY, 0), 0);
        client.onFrame(NodeFrame.registered(LIFE), 0);
        NodeClient.Told told = client.onFrame(data, 1);
        if (client.state() != NodeClient.State.READY) {
            throw new IllegalStateException("a frame ended the connection");
        }
        return told != null;
    }
}
