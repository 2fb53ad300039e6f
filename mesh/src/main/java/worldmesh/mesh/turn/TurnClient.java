package worldmesh.mesh.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.turn.TurnMessage.Attributes;
import worldmesh.mesh.turn.TurnMessage.Kind;
import worldmesh.mesh.turn.TurnRequest.Want;

/**
 * One allocation at one server (RFC 8656): asks for it, keeps it while it is used, lets in who is wanted, and wraps
 * datagrams for it and unwraps those from it. Every request is bounded in time and in proofs; a server that fails is
 * left alone for a while. Whoever drives it calls {@link #onTime} at {@link #deadlineNanos}. Confined to the owner.
 */
public final class TurnClient {
    /** A request is proved again so often, with the nonce of the answer; then the server is unsteady. */
    static final int CHALLENGES_MAX = 3;

    /** Requests that wait at once: one for each host that is let in, and a few. */
    static final int PENDING_MAX = TurnPeers.HOSTS_MAX + 16;

    /** What is asked for, and what every server gives (RFC 8656 §7.1). */
    static final int LIFETIME_SECONDS = 600;

    private static final long MIN_LIFETIME_SECONDS = 30;
    private static final long SECOND = 1_000_000_000L;

    /** A server that was not heard for so long may have forgotten. */
    private static final long DOUBT_NANOS = 3 * SECOND;

    /** Between looks at what is to be renewed or given up. */
    private static final long LOOK_NANOS = 2 * SECOND;

    /** An allocation that is lost sooner is not asked for again at once. */
    private static final long STEADY_NANOS = 10 * SECOND;

    /** A credential is wrong; the first time it is none at all (RFC 8489 §9.2.5). */
    private static final int UNAUTHENTICATED = 401;

    private static final int FORBIDDEN = 403;
    private static final int ALLOCATION_MISMATCH = 437;
    private static final int STALE_NONCE = 438;
    private static final int FAMILY_UNSUPPORTED = 440;
    private static final int FAMILY_MISMATCH = 443;

    private final TurnLogin login;
    private final boolean reliable;
    private final RandomGenerator random;
    private final Map<TurnMessage.Id, TurnRequest> pending = new LinkedHashMap<>();
    private final TurnPeers peers = new TurnPeers();
    private final TurnWrap wrap;
    private final TurnTally tally = new TurnTally();
    private State state = State.IDLE;
    private @Nullable TurnFailure failure;
    private TurnPlaces places = TurnPlaces.NONE;
    private @Nullable InetSocketAddress mapped;
    private boolean cleared;
    private boolean answered;
    private long rttNanos;
    private long refreshNanos;
    private long lookNanos;
    private long usedNanos;
    private long retryNanos;
    private long readyNanos;
    private long heardNanos;

    /** Where the allocation stands. */
    public enum State {
        /** Nobody wants it. */
        IDLE,
        /** The server was asked for it. */
        ASKING,
        /** It is there. */
        READY,
        /** The server gave none, or took it away; asked again after a pause. */
        FAILED
    }

    /**
     * Nothing is asked for yet.
     *
     * @param reliable true if the way to the server loses nothing, so that nothing is sent twice
     * @param random must be hard to guess
     */
    public TurnClient(String user, String password, boolean reliable, RandomGenerator random) {
        this.login = new TurnLogin(user, password);
        this.reliable = reliable;
        this.wrap = new TurnWrap(reliable);
        this.random = random;
    }

    /**
     * Asks for an allocation, unless there is one, or the server failed a moment ago. Of one that is there but was
     * silent it asks whether it is: who is at another address now has none.
     */
    public void start(long now, TurnOutbox out) {
        usedNanos = now;
        if (state == State.READY && now - heardNanos >= DOUBT_NANOS) {
            heardNanos = now;
            ask(new TurnRequest(Want.REFRESH, null, null), now, out);
        }
        if (!mayStart(now)) {
            return;
        }
        state = State.ASKING;
        failure = null;
        cleared = false;
        answered = false;
        ask(new TurnRequest(Want.ALLOCATE, null, null), now, out);
    }

    /** True if {@link #start} asks the server now. */
    public boolean mayStart(long now) {
        return state == State.IDLE || (state == State.FAILED && now - retryNanos >= 0);
    }

    /** Lets the datagrams of {@code host} in, as soon as there is an allocation, and as long as they come and go. */
    public void permit(InetAddress host, long now, TurnOutbox out) {
        usedNanos = now;
        if (state != State.READY) {
            peers.want(host, now);
            peers.onPermitPutOff(host, now);
        } else if (places.towards(host) != null && peers.want(host, now)) {
            ask(new TurnRequest(Want.PERMIT, host, null), now, out);
        }
    }

    /** Sends a datagram to {@code peer} through the server; false if there is no allocation, or no room for it. */
    @SuppressWarnings("ParameterNumber") // a datagram and its place, plus time and outbox
    public boolean send(InetSocketAddress peer, byte[] data, int offset, int length, long now, TurnOutbox out) {
        boolean fits = places.towards(peer.getAddress()) != null && TurnWrap.fits(length);
        if (state != State.READY || !fits) {
            return false;
        }
        permit(peer.getAddress(), now, out);
        boolean lasting = !TurnMessage.claims(data[offset]);
        TurnChannel channel = lasting ? peers.channel(peer, now) : null;
        if (channel != null && !channel.bound && !channel.asked && now - channel.renewNanos >= 0) {
            channel.asked = true;
            ask(new TurnRequest(Want.BIND, null, channel), now, out);
        }
        tally.carriedOut++;
        int wrapped = channel != null && channel.bound
                ? wrap.channelData(channel, data, offset, length)
                : wrap.indication(newId(), peer, data, offset, length);
        out.toServer(wrap.bytes(), 0, wrapped);
        return true;
    }

    /** Takes what the server sent; a peer's datagram if it was one. */
    public @Nullable TurnArrival take(byte[] data, int length, long now, TurnOutbox out) {
        heardNanos = now;
        if (TurnChannel.claims(data, length)) {
            return takeChannelData(data, length, now);
        }
        TurnMessage message = TurnMessage.read(data, length);
        if (message == null) {
            tally.malformed++;
            return null;
        }
        if (message.kind() == Kind.INDICATION && message.method() == TurnMethod.DATA) {
            return takeData(message.attributes(), now);
        }
        TurnRequest request = pending.get(message.id());
        boolean answer = message.kind() == Kind.SUCCESS || message.kind() == Kind.ERROR;
        if (request == null || !answer || message.method() != request.method()) {
            tally.unasked++;
        } else if (isProved(message, request, data)) {
            pending.remove(message.id());
            answered = true;
            if (message.kind() == Kind.SUCCESS) {
                onSuccess(request, message.attributes(), now, out);
            } else {
                onError(request, message.attributes(), now, out);
            }
        } else {
            tally.unproved++;
        }
        return null;
    }

    private @Nullable TurnArrival takeChannelData(byte[] data, int length, long now) {
        int size = length < TurnChannel.HEADER_BYTES ? -1 : ((data[2] & 0xFF) << 8) | (data[3] & 0xFF);
        if (size < 1 || size > length - TurnChannel.HEADER_BYTES) {
            tally.malformed++;
            return null;
        }
        TurnChannel channel = peers.numbered(((data[0] & 0xFF) << 8) | (data[1] & 0xFF));
        return channel == null ? arrival(null, 0, 0, now) : arrival(channel.peer, TurnChannel.HEADER_BYTES, size, now);
    }

    private @Nullable TurnArrival takeData(Attributes attributes, long now) {
        if (attributes.dataOffset < 0 || attributes.dataLength == 0) {
            tally.malformed++;
            return null;
        }
        return arrival(attributes.peer, attributes.dataOffset, attributes.dataLength, now);
    }

    private @Nullable TurnArrival arrival(@Nullable InetSocketAddress peer, int offset, int length, long now) {
        if (state != State.READY || peer == null || !peers.uses(peer.getAddress(), now)) {
            tally.unasked++;
            return null;
        }
        usedNanos = now;
        tally.carriedIn++;
        return new TurnArrival(peer, offset, length);
    }

    /** Only what says that a proof is missing or old has none itself (RFC 8489 §9.2.5). */
    private boolean isProved(TurnMessage message, TurnRequest request, byte[] data) {
        int code = message.attributes().errorCode;
        boolean plea = message.kind() == Kind.ERROR && (code == UNAUTHENTICATED || code == STALE_NONCE);
        return plea || !request.proved || login.holds(message, data);
    }

    private void onSuccess(TurnRequest request, Attributes said, long now, TurnOutbox out) {
        switch (request.want) {
            case ALLOCATE, ALLOCATE_SIX -> onAllocated(request, said, now, out);
            case REFRESH -> keep(said, now);
            case RELEASE -> onReleased(now, out);
            case PERMIT -> {
                if (request.host != null) {
                    peers.onPermit(request.host, true, now);
                }
            }
            case BIND -> {
                if (request.channel != null) {
                    peers.onBind(request.channel, true, now);
                }
            }
        }
    }

    private void onAllocated(TurnRequest request, Attributes said, long now, TurnOutbox out) {
        TurnPlaces given = TurnPlaces.of(said);
        // Without a proof anybody on the way could be the server: it is to ask for one.
        if (!request.proved || given.all().isEmpty()) {
            fail(TurnFailure.UNFIT, now);
            return;
        }
        state = State.READY;
        places = given;
        mapped = said.mapped;
        if (request.sends == 1) {
            rttNanos = Math.max(1, now - request.sentNanos);
        }
        readyNanos = now;
        lookNanos = now + LOOK_NANOS;
        keep(said, now);
        peers.forgetAnswers(now);
        permitDue(now, out);
    }

    private void keep(Attributes said, long now) {
        long given = said.lifetimeSeconds < 0 ? LIFETIME_SECONDS : said.lifetimeSeconds;
        long seconds = Math.max(MIN_LIFETIME_SECONDS, Math.min(LIFETIME_SECONDS, given));
        // RFC 8656 §8: a minute before the end, for the requests that may get lost.
        refreshNanos = now + Math.max(seconds / 2, seconds - 60) * SECOND;
    }

    private void onError(TurnRequest request, Attributes said, long now, TurnOutbox out) {
        int code = said.errorCode;
        boolean first = code == UNAUTHENTICATED && !request.proved;
        if (first || code == STALE_NONCE) {
            onChallenge(request, said, now, out);
            return;
        }
        if (code == ALLOCATION_MISMATCH && state == State.READY) {
            begin(now, out);
            return;
        }
        switch (request.want) {
            case ALLOCATE, ALLOCATE_SIX -> onAllocateRefused(request, code, now, out);
            case REFRESH -> fail(TurnFailure.of(code), now);
            case RELEASE -> onReleased(now, out);
            case PERMIT, BIND -> onPeerRefused(request, code, now);
        }
    }

    private void onAllocateRefused(TurnRequest request, int code, long now, TurnOutbox out) {
        if (code == ALLOCATION_MISMATCH && !cleared) {
            // An allocation that an earlier process had from this port: it is given back first.
            cleared = true;
            ask(new TurnRequest(Want.RELEASE, null, null), now, out);
        } else if (code == FAMILY_UNSUPPORTED && request.want == Want.ALLOCATE) {
            ask(new TurnRequest(Want.ALLOCATE_SIX, null, null), now, out); // a server without IPv4
        } else {
            fail(TurnFailure.of(code), now);
        }
    }

    private void onPeerRefused(TurnRequest request, int code, long now) {
        if (code == UNAUTHENTICATED) {
            fail(TurnFailure.of(code), now);
        } else if (request.host != null && (code == FORBIDDEN || code == FAMILY_MISMATCH)) {
            peers.onPermit(request.host, false, now);
        } else {
            putOff(request, now);
        }
    }

    /** The server knows nothing of the allocation: this peer is somewhere else now, or the server began anew. */
    private void begin(long now, TurnOutbox out) {
        boolean steady = now - readyNanos >= STEADY_NANOS;
        fail(TurnFailure.UNSTEADY, now);
        if (steady) {
            retryNanos = now;
            start(now, out);
        }
    }

    private void onChallenge(TurnRequest request, Attributes said, long now, TurnOutbox out) {
        tally.challenges++;
        if (request.challenges >= CHALLENGES_MAX || !login.take(said)) {
            fail(TurnFailure.UNSTEADY, now);
            return;
        }
        request.challenges++;
        request.sends = 0;
        ask(request, now, out);
    }

    private void onReleased(long now, TurnOutbox out) {
        if (state == State.ASKING) {
            ask(new TurnRequest(Want.ALLOCATE, null, null), now, out);
        }
    }

    private void fail(TurnFailure why, long now) {
        state = State.FAILED;
        failure = why;
        retryNanos = now + why.pauseNanos();
        end();
    }

    private void end() {
        places = TurnPlaces.NONE;
        mapped = null;
        pending.clear();
    }

    /** Gives the allocation back; nothing is asked for any more until {@link #start}. */
    public void release(long now, TurnOutbox out) {
        boolean there = state == State.READY;
        state = State.IDLE;
        end();
        if (there) {
            TurnRequest last = new TurnRequest(Want.RELEASE, null, null);
            ask(last, now, out);
        }
    }

    /** The way to the server is gone: a connection ended, or never came up. */
    public void onLost(long now) {
        if (state != State.IDLE) {
            fail(TurnFailure.SILENT, now);
        }
    }

    /** Sends again what was not answered, renews what is used, gives back what is not. */
    public void onTime(long now, TurnOutbox out) {
        List<TurnRequest> late = new ArrayList<>(0);
        pending.values().stream()
                .filter(request -> now - request.nextNanos >= 0)
                .forEach(late::add);
        for (TurnRequest request : late) {
            if (!pending.containsValue(request)) {
                continue; // one before it ended all
            }
            if (request.isSpent(reliable)) {
                pending.values().remove(request);
                onUnanswered(request, now);
            } else {
                request.onSent(reliable, now);
                out.toServer(request.bytes, 0, request.bytes.length);
            }
        }
        if (state == State.READY) {
            look(now, out);
        }
    }

    private void look(long now, TurnOutbox out) {
        if (now - usedNanos >= TurnPeers.KEEP_NANOS) {
            release(now, out);
            return;
        }
        if (now - refreshNanos >= 0) {
            refreshNanos = now + LIFETIME_SECONDS * SECOND; // until the answer says better
            ask(new TurnRequest(Want.REFRESH, null, null), now, out);
        }
        if (now - lookNanos >= 0) {
            lookNanos = now + LOOK_NANOS;
            peers.expire(now);
            permitDue(now, out);
            for (TurnChannel channel : peers.takeDueChannels(now)) {
                ask(new TurnRequest(Want.BIND, null, channel), now, out);
            }
        }
    }

    private void permitDue(long now, TurnOutbox out) {
        for (InetAddress host : peers.takeDueHosts(now)) {
            ask(new TurnRequest(Want.PERMIT, host, null), now, out);
        }
    }

    /** It was sent several times, over seconds. */
    private void onUnanswered(TurnRequest request, long now) {
        if (request.want != Want.RELEASE || state == State.ASKING) {
            fail(TurnFailure.SILENT, now);
        }
    }

    private void putOff(TurnRequest request, long now) {
        if (request.host != null) {
            peers.onPermitPutOff(request.host, now);
        }
        if (request.channel != null) {
            peers.onBind(request.channel, false, now);
        }
    }

    private void ask(TurnRequest request, long now, TurnOutbox out) {
        if (pending.size() >= PENDING_MAX) {
            putOff(request, now);
            return;
        }
        TurnMessage.Id id = newId();
        request.encode(id, login);
        request.onSent(reliable, now);
        pending.put(id, request);
        out.toServer(request.bytes, 0, request.bytes.length);
    }

    private TurnMessage.Id newId() {
        return new TurnMessage.Id(random.nextLong(), random.nextInt());
    }

    /** When {@link #onTime} is to be called next; {@link Long#MAX_VALUE} if nothing waits. */
    public long deadlineNanos() {
        long earliest = state == State.READY ? Math.min(lookNanos, refreshNanos) : Long.MAX_VALUE;
        for (TurnRequest request : pending.values()) {
            earliest = Math.min(earliest, request.nextNanos);
        }
        return earliest;
    }

    /** Where the allocation stands. */
    public State state() {
        return state;
    }

    /** True if the server gives an allocation, or has at least answered since it was asked for one. */
    public boolean isAnswering() {
        return state == State.READY || (state == State.ASKING && answered);
    }

    /** Why the server gives nothing; null if it did not fail. */
    public @Nullable TurnFailure failure() {
        return failure;
    }

    /** The addresses at the server, at most one of each family, IPv4 first; empty while there is none. */
    public List<InetSocketAddress> places() {
        return places.all();
    }

    /** Where the server sees this peer; null if that is not known. */
    public @Nullable InetSocketAddress mapped() {
        return mapped;
    }

    /** How long the server took to answer; 0 if that is not known. */
    public long rttNanos() {
        return rttNanos;
    }

    /** What came, and what was refused. */
    public TurnCounts counts() {
        return tally.counts();
    }

    /** Requests that wait for their answers. */
    int waiting() {
        return pending.size();
    }

    /** How many hosts the server has let in. */
    public int permitted() {
        return peers.granted();
    }
}
