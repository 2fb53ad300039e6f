package worldmesh.mesh.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.turn.TurnMessage.Kind;

/** A TURN server in memory for the user {@code ann}, password {@code secret}, which can be told to misbehave. */
public final class TurnTwin {
    public static final InetSocketAddress RELAYED = new InetSocketAddress("203.0.113.7", 50_000);
    public static final InetSocketAddress RELAYED_SIX = new InetSocketAddress("2001:db8::7", 50_001);
    public static final InetSocketAddress MAPPED = new InetSocketAddress("198.51.100.9", 777);
    static final byte[] REALM = "example.org".getBytes(StandardCharsets.UTF_8);

    private final TurnKey key = TurnKey.of("ann", REALM, "secret");
    private int nonces;

    /** Requests that came, by method. */
    final List<Integer> asked = new ArrayList<>();

    private final List<InetSocketAddress> wanted = new ArrayList<>();

    /** Everything else that came: what is for peers. */
    public final List<byte[]> passed = new ArrayList<>();

    /** Errors to give instead of the next answers. */
    final Deque<Integer> errors = new ArrayDeque<>();

    /** What each answer is. */
    @Nullable TurnKey seals = key;

    boolean silent;
    boolean alwaysStale;

    @Nullable InetSocketAddress relayed = RELAYED;

    @Nullable InetSocketAddress relayedSix;

    /** The bytes of each request. */
    final List<byte[]> requests = new ArrayList<>();

    /** Has an address of IPv6 too. */
    public TurnTwin withSix() {
        relayedSix = RELAYED_SIX;
        return this;
    }

    /** The hosts that were asked for. */
    public List<InetSocketAddress> wanted() {
        return List.copyOf(wanted);
    }

    /** Answers a request; null for what gets none. */
    public byte @Nullable [] answer(byte[] data) {
        TurnMessage message = TurnMessage.read(data, data.length);
        if (message == null || message.kind() != Kind.REQUEST) {
            passed.add(data);
            return null;
        }
        asked.add(message.method());
        requests.add(data);
        if (message.attributes().peer != null) {
            wanted.add(message.attributes().peer);
        }
        if (silent) {
            return null;
        }
        boolean proved = key.holds(message, data);
        if (message.attributes().integrityOffset < 0) {
            return error(message, 401, true);
        }
        if (alwaysStale) {
            return error(message, 438, true);
        }
        if (!errors.isEmpty()) {
            int code = errors.remove();
            return error(message, code, code == 438);
        }
        return proved ? success(message) : error(message, 401, true);
    }

    /** From now on it takes requests and says nothing. */
    public void silence() {
        silent = true;
    }

    private byte[] error(TurnMessage to, int code, boolean challenge) {
        TurnWriter out = new TurnWriter(new byte[TurnWriter.MAX_BYTES], to.method(), Kind.ERROR, to.id());
        out.put(TurnMessage.ERROR_CODE, ((code / 100) << 8) | (code % 100));
        if (challenge) {
            out.put(TurnMessage.REALM, REALM)
                    .put(TurnMessage.NONCE, ("nonce" + nonces++).getBytes(StandardCharsets.UTF_8));
        } else if (seals != null) {
            out.seal(seals);
        }
        return out.toBytes();
    }

    private byte[] success(TurnMessage to) {
        TurnWriter out = new TurnWriter(new byte[TurnWriter.MAX_BYTES], to.method(), Kind.SUCCESS, to.id());
        if (to.method() == TurnMethod.ALLOCATE) {
            for (InetSocketAddress place : new InetSocketAddress[] {relayed, relayedSix}) {
                if (place != null) {
                    out.put(TurnMessage.XOR_RELAYED_ADDRESS, place);
                }
            }
            out.put(TurnMessage.XOR_MAPPED_ADDRESS, MAPPED);
        }
        out.put(TurnMessage.LIFETIME, 600);
        if (seals != null) {
            out.seal(seals);
        }
        return out.toBytes();
    }

    /** A datagram of a peer, as an indication. */
    public static byte[] indication(InetSocketAddress from, byte[] data) {
        TurnWriter out = new TurnWriter(
                new byte[TurnWriter.MAX_BYTES], TurnMethod.DATA, Kind.INDICATION, new TurnMessage.Id(1, 2));
        return out.put(TurnMessage.XOR_PEER_ADDRESS, from)
                .put(TurnMessage.DATA, data)
                .toBytes();
    }

    /** The same through a channel. */
    public static byte[] channelData(int channel, byte[] data) {
        return ByteBuffer.allocate(4 + data.length)
                .putShort((short) channel)
                .putShort((short) data.length)
                .put(data)
                .array();
    }

    long count(int method) {
        return asked.stream().filter(one -> one == method).count();
    }
}
