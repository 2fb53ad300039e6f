package worldmesh.benchmarks.flood;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import worldmesh.benchmarks.actor.Turns;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.TlsMeshCrypto;
import worldmesh.mesh.wire.CookieReply;
import worldmesh.mesh.wire.Hello;
import worldmesh.mesh.wire.Wire;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;

/**
 * Strangers at the host's UDP port. One sends junk and hellos and never proves its address; the other returns cookies
 * with a genuine ClientHello, so that the host begins handshakes that never end.
 */
public final class DatagramFlood implements AutoCloseable {
    private static final long TURN_NANOS = 2_000_000L;
    private static final int HELLO_EVERY = 10;
    private static final int FIRST_KIND = 0xC0;
    private static final int JUNK_BYTES_MAX = 1_200;

    private final Clock clock = SystemClock.INSTANCE;
    private final InetSocketAddress host;
    private final UdpDatagramPort mute;
    private final UdpDatagramPort eager;
    private final Pacer pacer;
    private final SplittableRandom random;
    private final byte[] clientHello;
    private final Turns turns;
    private final AtomicLong fired = new AtomicLong();
    private final AtomicLong unprovenSent = new AtomicLong();
    private final AtomicLong unprovenAnswered = new AtomicLong();
    private long number;
    private volatile boolean firing;

    /** Strangers that fire so many datagrams a second. */
    public DatagramFlood(InetSocketAddress host, int perSecond) {
        SecureRandom seed = new SecureRandom();
        this.host = host;
        this.random = new SplittableRandom(seed.nextLong());
        this.clientHello = new TlsMeshCrypto(Ed25519Signer.generate(seed), seed)
                .initiate(null)
                .output();
        this.pacer = new Pacer(perSecond, clock.nanoTime());
        InetSocketAddress any = new InetSocketAddress(host.getAddress(), 0);
        this.mute = UdpDatagramPort.open(any);
        this.eager = UdpDatagramPort.open(any);
        mute.start((from, data, length) -> unprovenAnswered.addAndGet(length));
        eager.start((from, data, length) -> onCookie(data, length));
        this.turns = new Turns("flood-datagrams", TURN_NANOS, this::turn, this::leave);
        turns.start();
    }

    /** Begins or stops to fire. */
    public void fire(boolean now) {
        firing = now;
    }

    /** Datagrams sent. */
    public long fired() {
        return fired.get();
    }

    /** Bytes answered for each byte sent from an address that never proved itself. */
    public double amplification() {
        return unprovenAnswered.get() / (double) Math.max(1, unprovenSent.get());
    }

    private void turn() {
        if (!firing) {
            pacer.restart(clock.nanoTime());
            return;
        }
        for (int due = pacer.take(clock.nanoTime()); due > 0; due--) {
            number++;
            if (number % HELLO_EVERY == 0) {
                send(eager, hello(number, new byte[0]));
            } else {
                byte[] datagram = number % HELLO_EVERY < 3 ? hello(number, new byte[0]) : junk();
                unprovenSent.addAndGet(datagram.length);
                send(mute, datagram);
            }
        }
    }

    private byte[] hello(long nonce, byte[] cookie) {
        return new Hello(Wire.VERSION, (int) (nonce & 0xFF_FFFF), nonce, cookie, clientHello).encode();
    }

    /** Every other one passes for a kind of datagram. */
    private byte[] junk() {
        byte[] data = new byte[1 + random.nextInt(JUNK_BYTES_MAX)];
        random.nextBytes(data);
        data[0] = random.nextBoolean() ? data[0] : (byte) (FIRST_KIND + random.nextInt(4));
        return data;
    }

    private void onCookie(byte[] data, int length) {
        CookieReply reply = length < 2 ? null : CookieReply.decode(data, length);
        if (reply != null) {
            send(eager, hello(reply.nonce(), reply.cookie()));
        }
    }

    private void send(UdpDatagramPort from, byte[] datagram) {
        from.send(host, datagram, 0, datagram.length);
        fired.incrementAndGet();
    }

    private void leave() {
        mute.close();
        eager.close();
    }

    @Override
    public void close() {
        turns.close();
    }
}
