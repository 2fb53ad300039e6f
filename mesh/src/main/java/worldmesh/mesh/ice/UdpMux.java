package worldmesh.mesh.ice;

import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.StunPacket.Transaction;
import worldmesh.runtime.metrics.Metrics;
import worldmesh.runtime.net.DatagramPort;

/**
 * One UDP port for the links and for the searches of ways to peers: tells STUN from our own datagrams by the first byte
 * (RFC 7983) and hands each message to the search it belongs to, a request by the fragment in its user name, an answer
 * by its transaction. Nobody else's message gets further, nor an answer to what was not asked. Any thread.
 */
public final class UdpMux implements DatagramPort {
    /** Requests that wait for their answers; the oldest is forgotten. 8 searches of at most 100 pairs. */
    static final int TRANSACTIONS_MAX = 1_024;

    private final DatagramPort port;
    private final Map<String, StunSocket> v4 = new ConcurrentHashMap<>();
    private final Map<String, StunSocket> v6 = new ConcurrentHashMap<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<Transaction, Asker> asked = new LinkedHashMap<>();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder foreign = new LongAdder();

    /** Takes the answer to a request. */
    @FunctionalInterface
    interface Asker {
        /** The answer came; the array is only lent. */
        void onAnswer(StunPacket answer, InetSocketAddress from, byte[] data, int length);
    }

    /** Shares {@code port}, which it closes in the end. */
    public UdpMux(DatagramPort port) {
        this.port = port;
    }

    @Override
    public InetSocketAddress local() {
        return port.local();
    }

    @Override
    public void send(InetSocketAddress to, byte[] data, int offset, int length) {
        port.send(to, data, offset, length);
    }

    @Override
    public void start(Receiver receiver) {
        port.start(new Receiver() {
            @Override
            public void onDatagram(InetSocketAddress from, byte[] data, int length) {
                if (StunPacket.claims(data, length)) {
                    onStun(from, data, length);
                } else {
                    receiver.onDatagram(from, data, length);
                }
            }

            @Override
            public void onNetworkBack() {
                receiver.onNetworkBack();
            }
        });
    }

    @Override
    public void close() {
        port.close();
    }

    /** Messages that look like STUN and are not well-formed. */
    public long malformed() {
        return malformed.sum();
    }

    /** STUN messages for nobody here, or that nobody asked for. */
    public long foreign() {
        return foreign.sum();
    }

    /** Shows the figures in {@code metrics}. */
    public void register(Metrics metrics) {
        metrics.counter(
                "worldmesh_mesh_stun_malformed_total",
                "datagrams that looked like STUN and were not well-formed",
                this::malformed);
        metrics.counter(
                "worldmesh_mesh_stun_foreign_total",
                "STUN messages for nobody here, or that nobody asked for",
                this::foreign);
    }

    /** Answers that are waited for. */
    int waiting() {
        turn.lock();
        try {
            return asked.size();
        } finally {
            turn.unlock();
        }
    }

    /** Searches that take requests, counted once per family. */
    int sockets() {
        return v4.size() + v6.size();
    }

    /** What ice4j takes for its socket at {@code local}; closed by it. */
    StunSocket open(String fragment, InetSocketAddress local) {
        StunSocket socket = new StunSocket(this, fragment, local);
        family(local).put(fragment, socket);
        return socket;
    }

    void remove(StunSocket socket) {
        v4.remove(socket.fragment(), socket);
        v6.remove(socket.fragment(), socket);
        turn.lock();
        try {
            asked.values().removeIf(asker -> asker instanceof Check check && check.socket == socket);
        } finally {
            turn.unlock();
        }
    }

    private Map<String, StunSocket> family(InetSocketAddress address) {
        return address.getAddress().getAddress().length == 4 ? v4 : v6;
    }

    void sendCheck(StunSocket socket, DatagramPacket packet) {
        byte[] data = packet.getData();
        int offset = packet.getOffset();
        int length = packet.getLength();
        if (length >= StunPacket.HEADER_BYTES && (data[offset] & 1) == 0 && (data[offset + 1] & 0x10) == 0) {
            ByteBuffer message = ByteBuffer.wrap(data, offset, length).slice();
            await(StunPacket.transaction(message), new Check(socket));
        }
        port.send((InetSocketAddress) packet.getSocketAddress(), data, offset, length);
    }

    /** Asks a server. */
    void ask(InetSocketAddress server, Transaction transaction, Asker asker) {
        await(transaction, asker);
        byte[] request = StunPacket.bindingRequest(transaction);
        port.send(server, request, 0, request.length);
    }

    private void await(Transaction transaction, Asker asker) {
        turn.lock();
        try {
            asked.put(transaction, asker);
            if (asked.size() > TRANSACTIONS_MAX) {
                asked.remove(asked.keySet().iterator().next());
            }
        } finally {
            turn.unlock();
        }
    }

    private @Nullable Asker take(Transaction transaction) {
        turn.lock();
        try {
            return asked.remove(transaction);
        } finally {
            turn.unlock();
        }
    }

    private void onStun(InetSocketAddress from, byte[] data, int length) {
        StunPacket message = StunPacket.read(data, length);
        if (message == null) {
            malformed.increment();
            return;
        }
        if (message.method() != StunPacket.BINDING) {
            foreign.increment();
        } else if (message.response()) {
            Asker asker = take(message.transaction());
            if (asker == null) {
                foreign.increment();
            } else {
                asker.onAnswer(message, from, data, length);
            }
        } else {
            onRequest(message, from, Arrays.copyOf(data, length));
        }
    }

    // ice4j answers a request without integrity too; whoever knows no password has nothing to ask here.
    private void onRequest(StunPacket request, InetSocketAddress from, byte[] message) {
        String fragment = request.receiver();
        StunSocket socket =
                fragment == null || !request.signed() ? null : family(from).get(fragment);
        if (socket == null || !socket.offer(message, from)) {
            foreign.increment();
        }
    }

    private record Check(StunSocket socket) implements Asker {
        @Override
        public void onAnswer(StunPacket answer, InetSocketAddress from, byte[] data, int length) {
            socket.offer(Arrays.copyOf(data, length), from);
        }
    }
}
