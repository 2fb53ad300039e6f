package worldmesh.mesh.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What ice4j takes for a socket of its own: sends through the {@link UdpMux}, receives the STUN messages the mux hands
 * it, and opens nothing. Any thread.
 */
final class StunSocket extends DatagramSocket {
    /** Messages that wait for ice4j's reader: a check list has at most 100 pairs. More is loss. */
    private static final int QUEUE_MAX = 128;

    /** What ice4j's sockets may ask for; nothing is done with it. */
    private static final int BUFFER_BYTES = 65_536;

    /** Places requests came from; a search offers half as many. */
    private static final int HEARD_MAX = 32;

    private static final DatagramPacket END = new DatagramPacket(new byte[0], 0);

    private final UdpMux mux;
    private final String fragment;
    private final InetSocketAddress local;
    private final @Nullable TurnRelay relay;
    private final ArrayBlockingQueue<DatagramPacket> arrived = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Set<InetSocketAddress> heard = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile int timeoutMillis;

    StunSocket(UdpMux mux, String fragment, InetSocketAddress local, @Nullable TurnRelay relay) {
        super(new NoSocket()); // the other constructors open a descriptor
        this.mux = mux;
        this.fragment = fragment;
        this.local = local;
        this.relay = relay;
    }

    /** What carries for it; null if it is at the port itself. */
    @Nullable TurnRelay relay() {
        return relay;
    }

    String fragment() {
        return fragment;
    }

    /** A request came from there. */
    void heardFrom(InetSocketAddress from) {
        if (heard.size() < HEARD_MAX) {
            heard.add(from);
        }
    }

    /** Where requests came from. */
    Set<InetSocketAddress> heard() {
        return heard;
    }

    /** False if the queue is full. */
    boolean offer(byte[] message, InetSocketAddress from) {
        return arrived.offer(new DatagramPacket(message, message.length, from));
    }

    @Override
    public void send(DatagramPacket packet) throws IOException {
        if (closed) {
            throw new SocketException("closed");
        }
        mux.sendCheck(this, packet);
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        DatagramPacket next = next();
        int length = Math.min(next.getLength(), packet.getData().length - packet.getOffset());
        System.arraycopy(next.getData(), 0, packet.getData(), packet.getOffset(), length);
        packet.setLength(length);
        packet.setSocketAddress(next.getSocketAddress());
    }

    private DatagramPacket next() throws IOException {
        int timeout = timeoutMillis;
        try {
            DatagramPacket next = timeout > 0 ? arrived.poll(timeout, TimeUnit.MILLISECONDS) : take();
            if (next == null) {
                throw new SocketTimeoutException("nothing came in " + timeout + " ms");
            }
            if (next == END || closed) {
                throw new SocketException("closed");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted");
        }
    }

    private DatagramPacket take() throws InterruptedException {
        return closed ? END : arrived.take();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            mux.remove(this);
            arrived.clear();
            arrived.offer(END);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public InetAddress getLocalAddress() {
        return local.getAddress();
    }

    @Override
    public int getLocalPort() {
        return local.getPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return local;
    }

    @Override
    public void setSoTimeout(int millis) {
        timeoutMillis = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeoutMillis;
    }

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public int getReceiveBufferSize() {
        return BUFFER_BYTES;
    }

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public int getSendBufferSize() {
        return BUFFER_BYTES;
    }
}
