package worldmesh.runtime.net;

import java.net.InetSocketAddress;

/**
 * Sends and receives datagrams at one local address. Contract: datagrams may be lost, repeated and reordered, never
 * changed; {@code send} never blocks for long and never throws for a datagram that could not be sent (it counts it);
 * received bytes are handed to the {@link Receiver} on the port's own thread and the array may be reused as soon as the
 * call returns. {@code close} is idempotent and stops the receiver.
 */
public interface DatagramPort extends AutoCloseable {
    /** The largest datagram that is sent or received, in bytes: Ethernet's 1,500 less headers, rounded down. */
    int MAX_DATAGRAM_BYTES = 1_472;

    /** The address others reach this port at, its port number resolved. */
    InetSocketAddress local();

    /** Sends {@code length} bytes of {@code data} from {@code offset} to {@code to}. */
    void send(InetSocketAddress to, byte[] data, int offset, int length);

    /** Starts handing received datagrams to {@code receiver}; called once. */
    void start(Receiver receiver);

    @Override
    void close();

    /** Takes received datagrams. */
    @FunctionalInterface
    interface Receiver {
        /** Takes {@code length} bytes of {@code data} from offset 0; the array is only lent for the call. */
        void onDatagram(InetSocketAddress from, byte[] data, int length);

        /** A cable is plugged in again, or a radio has found its cell; on a thread of the port's. */
        default void onNetworkBack() {}
    }
}
