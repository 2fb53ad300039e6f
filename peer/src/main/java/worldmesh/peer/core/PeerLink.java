package worldmesh.peer.core;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.peer.admission.Refusal;
import worldmesh.peer.rate.UpdateRate;
import worldmesh.peer.sync.LinkSync;
import worldmesh.peer.wire.Compressed;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.Message;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.rate.TokenBucket;
import worldmesh.world.sector.Interest;
import worldmesh.world.trust.Proof;

/** One link as the session sees it: who is at its end, how far the admission went, what waits to be sent. */
final class PeerLink {
    /** Control messages that wait for room in the mesh; a peer that takes none for so long is given up. */
    static final int WAITING_MAX = 2_048;

    /** Messages on other streams may overtake the welcome; a few are kept for after it. */
    static final int EARLY_MAX = 64;

    /** Everything that must stay in order. */
    static final int CONTROL_STREAM = 0;

    /** Chat and presence, which may not hold up the rest. */
    static final int SOCIAL_STREAM = 1;

    /** A member that comes to a party of 32 gets up to three offers of each other, all by the one that let it in. */
    static final int OFFERS_BURST = 128;

    static final int OFFERS_PER_SECOND = 16;

    private static final long NOT_SUSPECTED = Long.MIN_VALUE;

    private final MeshPort mesh;
    private final MeshSignal.LinkUp up;
    private InetSocketAddress address;
    private LinkSync sync = new LinkSync();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final ArrayDeque<MeshSignal.Received> early = new ArrayDeque<>();
    final long openedNanos;
    final TokenBucket messages;
    final TokenBucket commands;
    final TokenBucket chat;
    final TokenBucket offers;
    final TokenBucket wants;
    private final boolean compresses;
    private @Nullable Hello hello;
    private final LinkAppetite appetite = new LinkAppetite();
    private final ThinnedMotion<PoseDesk.Outgoing> motion = new ThinnedMotion<>();
    private final UpdateRate updates;
    private List<Proof> credentials = List.of();
    private String name = "";
    boolean admittedByUs;
    boolean admittedByThem;
    boolean announced;

    /** True once the other side sent what only members are sent: it has let this one in. */
    boolean served;

    /** It is to be told what is here, as if for the first time. */
    boolean reportDue;

    long suspectedNanos = NOT_SUSPECTED;
    boolean overflown;
    long closeAtNanos = Long.MAX_VALUE;

    /** The link is for a check of ways and needs no hello until then; 0 if it is not. */
    long checkupUntilNanos;

    /** A stranger is judged again at this time, in case a member let it in meanwhile. */
    long judgeAtNanos;

    /** The peer may be named in invitations. */
    boolean standsIn;

    /** Who gave the invitation that the peer proves, if it said so; */
    @Nullable PeerId giver;

    /** it was asked; */
    boolean giverAsked;

    /** and why it will not let the peer in. */
    @Nullable Refusal giversRefusal;

    PeerLink(MeshPort mesh, MeshSignal.LinkUp up, SessionSettings settings, long nowNanos) {
        this.mesh = mesh;
        this.up = up;
        this.address = up.address();
        this.openedNanos = nowNanos;
        this.messages = new TokenBucket(settings.messagesPerSecond(), settings.messagesPerSecond() * 2.0, nowNanos);
        this.commands = new TokenBucket(settings.commandsPerSecond(), settings.commandsPerSecond() * 2.0, nowNanos);
        this.compresses = settings.compressionEnabled();
        this.updates = new UpdateRate(settings.updates());
        this.chat = new TokenBucket(10, 50, nowNanos);
        this.wants = new TokenBucket(4, 16, nowNanos);
        this.offers = new TokenBucket(OFFERS_PER_SECOND, OFFERS_BURST, nowNanos);
    }

    PeerId peer() {
        return up.peer();
    }

    InetSocketAddress address() {
        return address;
    }

    /** True while all goes through another member, or a server that carries for this side. */
    boolean isRelayed() {
        return RelayedAddress.is(address) || TurnAddress.is(address);
    }

    void onMoved(InetSocketAddress to) {
        address = to;
    }

    byte[] channelBinding() {
        return up.channelBinding();
    }

    /** What the peer has counts anew: this side's replica is another. */
    void forgetSync() {
        Interest wanted = sync.interest();
        sync = new LinkSync(wanted);
    }

    LinkSync sync() {
        return sync;
    }

    /** What the two ends want to hear of each other. */
    LinkAppetite appetite() {
        return appetite;
    }

    /** What it is to hear of motion at the next beat. */
    ThinnedMotion<PoseDesk.Outgoing> motion() {
        return motion;
    }

    /** How often it is to hear of motion. */
    UpdateRate updates() {
        return updates;
    }

    @Nullable Hello hello() {
        return hello;
    }

    void onHello(Hello theirs) {
        hello = theirs;
        name = theirs.name();
    }

    /** What the peer shows; kept until a world is known to judge it by. */
    void onCredentials(List<Proof> shown) {
        credentials = List.copyOf(shown);
    }

    List<Proof> credentials() {
        return credentials;
    }

    String name() {
        return name;
    }

    void rename(String to) {
        name = to;
    }

    /** The peer fell silent, or is heard again. */
    void onSuspected(boolean suspected, long nowNanos) {
        suspectedNanos = suspected ? nowNanos : NOT_SUSPECTED;
    }

    boolean isSuspected() {
        return suspectedNanos != NOT_SUSPECTED;
    }

    /** True if both sides let each other in: everything may be sent. */
    boolean isAdmitted() {
        return admittedByUs && admittedByThem && closeAtNanos == Long.MAX_VALUE;
    }

    /** Sends reliably on a stream; waits in order if the mesh has no room. */
    void send(int stream, Message message) {
        send(stream, encode(message));
    }

    /** The same with what {@link #encode} made of a message, for this link or another one of the session. */
    void send(int stream, byte[] data) {
        if (!waiting.isEmpty() || !mesh.send(peer(), Lane.RELIABLE, stream, data)) {
            overflown |= waiting.size() >= WAITING_MAX;
            if (!overflown) {
                waiting.addLast(new Waiting(stream, data));
            }
        }
    }

    /** Sends if there is room now, else not at all. */
    boolean trySend(Lane lane, int stream, Message message) {
        boolean behind = lane == Lane.RELIABLE && !waiting.isEmpty();
        return !behind && mesh.send(peer(), lane, stream, lane.reliable() ? encode(message) : message.encode());
    }

    /** A message as it travels: alike on all links of a session. */
    byte[] encode(Message message) {
        return compresses ? Compressed.encode(message) : message.encode();
    }

    /** Sends what waited. */
    void flush() {
        while (!waiting.isEmpty()
                && mesh.send(peer(), Lane.RELIABLE, waiting.peekFirst().stream, waiting.peekFirst().data)) {
            waiting.removeFirst();
        }
    }

    /** Keeps a message until the admission is complete; false if there are too many. */
    boolean keepEarly(MeshSignal.Received message) {
        return early.size() < EARLY_MAX && early.add(message);
    }

    MeshSignal.@Nullable Received takeEarly() {
        return early.pollFirst();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Waiting(int stream, byte[] data) {}
}
