package worldmesh.mesh.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A request that waits for its answer. Confined to the client. */
final class TurnRequest {
    /** So often a request is sent over UDP; each wait is twice the one before it. */
    static final int SENDS = 4;

    /** RFC 8489 §6.2.1 advises 500 ms for what it knows nothing of; nobody waits for us, and a lost one comes soon. */
    static final long FIRST_WAIT_NANOS = 200_000_000L;

    /** How long a stream's server has: 15 waits of the first size, as long as the last of four sends is waited for. */
    static final long STREAM_WAIT_NANOS = 15 * FIRST_WAIT_NANOS;

    /** The protocol between the server and the peers. */
    private static final int UDP = 17 << 24;

    /** RFC 8656 §18.8. */
    private static final int SIX = 2 << 24;

    /** What is asked for. */
    enum Want {
        /** An address of IPv4, and one of IPv6 beside it if the server has any; who knows no such wish ignores it. */
        ALLOCATE,
        /** One of IPv6 alone. */
        ALLOCATE_SIX,
        REFRESH,
        RELEASE,
        PERMIT,
        BIND
    }

    final Want want;
    final @Nullable InetAddress host;
    final @Nullable TurnChannel channel;
    byte[] bytes = {};
    boolean proved;
    int challenges;
    int sends;
    long sentNanos;
    long nextNanos;

    TurnRequest(Want want, @Nullable InetAddress host, @Nullable TurnChannel channel) {
        this.want = want;
        this.host = host;
        this.channel = channel;
    }

    int method() {
        return switch (want) {
            case ALLOCATE, ALLOCATE_SIX -> TurnMethod.ALLOCATE;
            case REFRESH, RELEASE -> TurnMethod.REFRESH;
            case PERMIT -> TurnMethod.CREATE_PERMISSION;
            case BIND -> TurnMethod.CHANNEL_BIND;
        };
    }

    /** Writes the message, proved if the server has asked for proofs. */
    void encode(TurnMessage.Id id, TurnLogin login) {
        byte[] buffer = new byte[TurnWriter.MAX_BYTES];
        TurnWriter writer = new TurnWriter(buffer, method(), TurnMessage.Kind.REQUEST, id);
        switch (want) {
            case ALLOCATE, ALLOCATE_SIX -> {
                writer.put(TurnMessage.REQUESTED_TRANSPORT, UDP).put(TurnMessage.LIFETIME, TurnClient.LIFETIME_SECONDS);
                if (want == Want.ALLOCATE) {
                    writer.put(TurnMessage.ADDITIONAL_ADDRESS_FAMILY, SIX)
                            .put(TurnMessage.ADDITIONAL_ADDRESS_FAMILY_DRAFT, SIX);
                } else {
                    writer.put(TurnMessage.REQUESTED_ADDRESS_FAMILY, SIX);
                }
            }
            case REFRESH -> writer.put(TurnMessage.LIFETIME, TurnClient.LIFETIME_SECONDS);
            case RELEASE -> writer.put(TurnMessage.LIFETIME, 0);
            case PERMIT -> {
                if (host != null) {
                    writer.put(TurnMessage.XOR_PEER_ADDRESS, new InetSocketAddress(host, 0));
                }
            }
            case BIND -> {
                if (channel != null) {
                    writer.put(TurnMessage.CHANNEL_NUMBER, channel.number << 16)
                            .put(TurnMessage.XOR_PEER_ADDRESS, channel.peer);
                }
            }
        }
        proved = login.prove(writer);
        bytes = writer.toBytes();
    }

    /** It was sent now; says nothing of earlier sends if they were of another message. */
    void onSent(boolean reliable, long now) {
        sends++;
        sentNanos = now;
        nextNanos = now + (reliable ? STREAM_WAIT_NANOS : FIRST_WAIT_NANOS << (sends - 1));
    }

    boolean isSpent(boolean reliable) {
        return sends >= (reliable ? 1 : SENDS);
    }
}
