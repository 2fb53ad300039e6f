package worldmesh.mesh.ice;

import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.StunPacket.Transaction;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.mesh.turn.TurnCounts;
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
    private final Map<String, StunSocket> relayed = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, TurnRelay> servers = new ConcurrentHashMap<>();
    private final byte[] carried = new byte[DatagramPort.MAX_DATAGRAM_BYTES]; // of the port's thread
    private volatile List<TurnRelay> relays = List.of();
    private volatile NodeCarrier node = NodeCarrier.NONE;
    private volatile Receiver links = (from, data, length) -> {};
    private volatile Runnable lastWords = () -> {};
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<Transaction, Asker> asked = new LinkedHashMap<>();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private final LongAdder uncarried = new LongAdder();

    /** Takes the answer to a request. */
    @FunctionalInterface
    interface Asker {
        /** The answer came; the array is only lent. */
        void onAnswer(StunPacket answer, InetSocketAddress from, byte[] data, int length);
    }

    /** Carries to peers at a rendezvous node. */
    public interface NodeCarrier {
        /** No node: all is lost. */
        NodeCarrier NONE = (to, data, offset, length) -> false;

        /** False if the datagram is lost. */
        boolean carry(InetSocketAddress to, byte[] data, int offset, int length);

        /** This machine's network carries again. */
        default void onNetworkBack() {}
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
        if (TurnAddress.is(to)) {
            if (NodeAddress.is(to)) {
                node.carry(to, data, offset, length); // which counts what it does not carry
                return;
            }
            TurnRelay relay = relay(to);
            if (relay == null || !relay.send(TurnAddress.peer(to), data, offset, length)) {
                uncarried.increment();
            }
            return;
        }
        port.send(to, data, offset, length);
    }

    private @Nullable TurnRelay relay(InetSocketAddress address) {
        int number = TurnAddress.server(address);
        List<TurnRelay> known = relays;
        return number < known.size() ? known.get(number) : null;
    }

    @Override
    public void start(Receiver receiver) {
        links = receiver;
        port.start(new Receiver() {
            @Override
            public void onDatagram(InetSocketAddress from, byte[] data, int length) {
                if (StunPacket.claims(data, length)) {
                    onStun(from, data, length);
                } else if (isChannelData(data, length)) {
                    onServer(servers.get(from), data, length, carried);
                } else if (TurnAddress.is(from)) {
                    foreign.increment(); // an address that means something in here only
                } else {
                    receiver.onDatagram(from, data, length);
                }
            }

            @Override
            public void onNetworkBack() {
                node.onNetworkBack();
                receiver.onNetworkBack();
            }
        });
    }

    /** RFC 7983 §7: first bytes 64 to 79 are channels of TURN. */
    private static boolean isChannelData(byte[] data, int length) {
        return length > 0 && (data[0] & 0xF0) == 0x40;
    }

    @Override
    public void close() {
        lastWords.run();
        port.close();
    }

    /** {@code words} are said to servers before the port is closed, and after the links have said theirs. */
    void beforeClose(Runnable words) {
        lastWords = words;
    }

    /** The number of the next relay. */
    int nextRelay() {
        return relays.size();
    }

    /** Sends to a TURN server. */
    void sendToServer(InetSocketAddress server, byte[] data, int offset, int length) {
        port.send(server, data, offset, length);
    }

    /** From now on what is sent to peers through {@code relay}, the next by its number, goes there. */
    void attach(TurnRelay relay) {
        turn.lock();
        try {
            List<TurnRelay> all = new ArrayList<>(relays);
            all.add(relay);
            relays = List.copyOf(all);
        } finally {
            turn.unlock();
        }
    }

    /** {@code relay} is spoken to over this port, at {@code server}. */
    void attach(TurnRelay relay, InetSocketAddress server) {
        servers.put(server, relay);
    }

    /** From now on what is sent to peers at the rendezvous node goes to {@code carrier}. */
    public void attach(NodeCarrier carrier) {
        node = carrier;
    }

    /** Takes a datagram of a link that the rendezvous node carried. */
    public void onCarried(InetSocketAddress from, byte[] data, int length) {
        if (!NodeAddress.is(from) || StunPacket.claims(data, length) || isChannelData(data, length)) {
            foreign.increment();
            return;
        }
        links.onDatagram(from, data, length);
    }

    /** Takes what came from a server; {@code into} is of the calling thread. */
    void onServer(@Nullable TurnRelay relay, byte[] data, int length, byte[] into) {
        if (relay == null) {
            foreign.increment();
            return;
        }
        TurnRelay.Carried datagram = relay.take(data, length, into);
        if (datagram == null) {
            return;
        }
        if (StunPacket.claims(into, datagram.length())) {
            onStun(datagram.from(), into, datagram.length());
        } else {
            links.onDatagram(datagram.from(), into, datagram.length());
        }
    }

    /** Datagrams for peers that no server carried. */
    public long uncarried() {
        return uncarried.sum();
    }

    /** Through TURN servers, all together. */
    public TurnCounts turnCounts() {
        return relays.stream().map(TurnRelay::counts).reduce(TurnCounts.NONE, TurnCounts::plus);
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
        metrics.counter(
                "worldmesh_mesh_turn_carried_total",
                "datagrams that TURN servers carried, both ways",
                () -> turnCounts().carriedIn() + turnCounts().carriedOut());
        metrics.counter(
                "worldmesh_mesh_turn_uncarried_total",
                "datagrams for peers that no TURN server carried",
                this::uncarried);
        metrics.counter(
                "worldmesh_mesh_turn_refused_total",
                "messages of TURN servers that were malformed, unproved or unasked",
                () -> turnCounts().refused());
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
        return v4.size() + v6.size() + relayed.size();
    }

    /** What ice4j takes for its socket at {@code local}; closed by it. */
    StunSocket open(String fragment, InetSocketAddress local) {
        StunSocket socket = new StunSocket(this, fragment, local, null);
        family(local).put(fragment, socket);
        return socket;
    }

    /** The same at {@code local} of a server. */
    StunSocket open(String fragment, InetSocketAddress local, TurnRelay relay) {
        StunSocket socket = new StunSocket(this, fragment, local, relay);
        relayed.put(name(relay.number(), local.getAddress(), fragment), socket);
        return socket;
    }

    private static String name(int relay, InetAddress host, String fragment) {
        return relay + (host instanceof Inet4Address ? ":4:" : ":6:") + fragment; // no fragment has a colon
    }

    void remove(StunSocket socket) {
        v4.remove(socket.fragment(), socket);
        v6.remove(socket.fragment(), socket);
        TurnRelay relay = socket.relay();
        if (relay != null) {
            relayed.remove(name(relay.number(), socket.getLocalAddress(), socket.fragment()), socket);
        }
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
        InetSocketAddress to = (InetSocketAddress) packet.getSocketAddress();
        TurnRelay relay = socket.relay();
        if (relay == null) {
            port.send(to, data, offset, length);
        } else {
            relay.send(to, data, offset, length);
        }
    }

    /** Asks a server; one that answers nothing longer than the question is asked at length. */
    void ask(InetSocketAddress server, Transaction transaction, boolean filled, Asker asker) {
        await(transaction, asker);
        byte[] request = filled
                ? StunPacket.filledRequest(transaction, StunAnswer.MAX_BYTES)
                : StunPacket.bindingRequest(transaction);
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
            onServer(servers.get(from), data, length, carried);
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
        StunSocket socket = fragment == null || !request.signed() ? null : socket(fragment, from);
        if (socket == null || !socket.offer(message, TurnAddress.peer(from))) {
            foreign.increment();
            return;
        }
        socket.heardFrom(TurnAddress.peer(from));
    }

    private @Nullable StunSocket socket(String fragment, InetSocketAddress from) {
        return TurnAddress.is(from)
                ? relayed.get(
                        name(TurnAddress.server(from), TurnAddress.peer(from).getAddress(), fragment))
                : family(from).get(fragment);
    }

    private record Check(StunSocket socket) implements Asker {
        // An answer that took another way than the check says nothing about either.
        @Override
        public void onAnswer(StunPacket answer, InetSocketAddress from, byte[] data, int length) {
            TurnRelay relay = socket.relay();
            boolean through = TurnAddress.is(from);
            boolean same = relay == null ? !through : through && TurnAddress.server(from) == relay.number();
            if (same) {
                socket.offer(Arrays.copyOf(data, length), TurnAddress.peer(from));
            }
        }
    }
}
