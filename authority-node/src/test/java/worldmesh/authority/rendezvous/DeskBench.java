package worldmesh.authority.rendezvous;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.rendezvous.NodeFrame;
import worldmesh.mesh.rendezvous.NodeRefusal;
import worldmesh.mesh.rendezvous.Registration;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/** A desk on a clock of its own, and visitors that say what tests want. */
final class DeskBench implements DeskOutbox {
    static final byte[] NODE_KEY =
            Hash.of("node".getBytes(StandardCharsets.US_ASCII)).bytes();

    final RendezvousDesk desk;
    long now = 1_000_000_000_000L;
    long sent;
    private final Map<Long, Visitor> visitors = new HashMap<>();
    private long numbers;

    DeskBench(DeskLimits limits) {
        this.desk = new RendezvousDesk(
                new NodeFace(NODE_KEY, 3478), limits, Ed25519Verifier.INSTANCE, new SplittableRandom(7), now);
    }

    static PeerId stranger() {
        return signer("stranger").peer();
    }

    private static Ed25519Signer signer(String name) {
        return Ed25519Signer.ofSeed(
                Hash.of(name.getBytes(StandardCharsets.US_ASCII)).bytes());
    }

    void advance(long nanos) {
        now += nanos;
        desk.onTime(now, this);
    }

    Visitor open(String name) {
        return openFrom(name, "198.51.100.1");
    }

    Visitor openFrom(String name, String address) {
        Visitor visitor = new Visitor(++numbers, signer(name));
        visitors.put(visitor.connection, visitor);
        try {
            desk.onOpen(visitor.connection, InetAddress.getByName(address), now, this);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
        return visitor;
    }

    Visitor enter(String name) {
        Visitor visitor = open(name);
        visitor.say(visitor.registration(1));
        return visitor;
    }

    @Override
    public void send(long connection, byte[] frame) {
        sent += frame.length;
        visitor(connection).got.add(frame);
    }

    @Override
    public void close(long connection, NodeRefusal reason) {
        visitor(connection).closed = reason;
    }

    private Visitor visitor(long connection) {
        return Objects.requireNonNull(visitors.get(connection));
    }

    final class Visitor {
        final long connection;
        final List<byte[]> got = new ArrayList<>();
        final byte[] world = new byte[32];
        int life = 60;

        @Nullable NodeRefusal closed;

        private final Ed25519Signer signer;

        Visitor(long connection, Ed25519Signer signer) {
            this.connection = connection;
            this.signer = signer;
        }

        PeerId peer() {
            return signer.peer();
        }

        byte[] nonce() {
            return Arrays.copyOfRange(got.get(0), 2, 34);
        }

        byte[] registration(long number) {
            return registration(number, NODE_KEY, nonce());
        }

        byte[] registration(long number, byte[] nodeKey, byte[] nonce) {
            return new Registration(world, signer.publicKey(), life, number).encode(nodeKey, nonce, signer);
        }

        void say(byte[] frame) {
            desk.onFrame(connection, frame, now, DeskBench.this);
        }

        void letIn(Visitor other) {
            byte[] frame = new byte[NodeFrame.HEAD_BYTES];
            frame[0] = NodeFrame.LET_IN;
            System.arraycopy(other.peer().bytes(), 0, frame, 1, 7);
            say(frame);
        }

        byte[] datagram(int size) {
            byte[] data = new byte[size];
            Arrays.fill(data, (byte) 0xE0);
            return data;
        }

        byte[] carryFrame(PeerId to, byte[] datagram) {
            byte[] frame = new byte[NodeFrame.HEAD_BYTES + datagram.length];
            frame[0] = NodeFrame.CARRY;
            System.arraycopy(to.bytes(), 0, frame, 1, 7);
            System.arraycopy(datagram, 0, frame, NodeFrame.HEAD_BYTES, datagram.length);
            return frame;
        }

        void carry(Visitor to, byte[] datagram) {
            say(carryFrame(to.peer(), datagram));
        }

        byte[] last() {
            return got.get(got.size() - 1);
        }
    }
}
