package worldmesh.peer.core;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.wire.TimePing;
import worldmesh.peer.wire.TimePong;
import worldmesh.peer.wire.Welcome;
import worldmesh.runtime.identity.PeerId;

/**
 * Takes world time from the party: from the holder of the authority, or where there is none from one that all choose.
 * The holder asks others only after a restart, until the first answer or {@link #ALONE_NANOS}.
 */
final class TimeKeeper {
    /** Between two questions once the time is known: drift of 100 ppm makes a millisecond, which it is told in. */
    static final long ASK_NANOS = 10_000_000_000L;

    /** A later answer tells nothing of use. */
    static final long LATE_NANOS = 2_000_000_000L;

    /** The same before, and for {@link #ANSWERS_FIRST} answers. */
    static final long ASK_FIRST_NANOS = 100_000_000;

    /** After so many answers the pauses double: whoever comes in does so beside much else, and needs a quiet moment. */
    static final int ANSWERS_FIRST = 5;

    private static final int DOUBLINGS = 7;

    /** How long a returning holder waits for somebody who knows the time. */
    static final long ALONE_NANOS = 2_000_000_000L;

    /** Between two saves of the offset. */
    static final long SAVE_NANOS = 10_000_000_000L;

    private final SessionScope scope;
    private final ProofExchange proofs;
    private long nextAskNanos;
    private long nextSaveNanos;
    private long aloneNanos = Long.MAX_VALUE;
    private boolean saved;
    private int answers;

    TimeKeeper(SessionScope scope, ProofExchange proofs) {
        this.scope = scope;
        this.proofs = proofs;
    }

    void onWelcome(PeerLink link, Welcome welcome) {
        boolean wanted = !scope.world.time().settled() && welcome.settled();
        if (wanted) {
            long rtt = scope.links.mesh().stats(link.peer()).rttNanos();
            scope.world.time().onWord(welcome.worldMillis(), rtt);
        }
    }

    void onPing(PeerLink link, TimePing ping) {
        TimePong pong = new TimePong(
                ping.token(), scope.worldMillis(), scope.world.time().settled());
        link.trySend(Lane.STATE, StateUse.TIME_PONG.stream(0), pong);
    }

    void onPong(PeerLink link, TimePong pong) {
        long rtt = scope.nowNanos - pong.token();
        boolean own = rtt >= 0 && rtt <= LATE_NANOS && pong.settled();
        if (own && link == source()) {
            answers++;
            scope.world.time().onSample(pong.worldMillis(), rtt, scope.nowNanos);
        }
    }

    void onTime(long wallMillis) {
        long now = scope.nowNanos;
        WorldTime time = scope.world.time();
        if (!time.settled() && proofs.isHolder(scope.world.self())) {
            aloneNanos = Math.min(aloneNanos, now + ALONE_NANOS);
            if (now >= aloneNanos) {
                time.settle();
            }
        }
        PeerLink source = source();
        if (source != null && now >= nextAskNanos) {
            int doublings = Math.min(DOUBLINGS, Math.max(0, answers - ANSWERS_FIRST));
            nextAskNanos = now + Math.min(ASK_NANOS, ASK_FIRST_NANOS << doublings);
            source.trySend(Lane.STATE, StateUse.TIME_PING.stream(0), new TimePing(now));
        }
        if (time.settled() && scope.world.isKnown() && (!saved || now >= nextSaveNanos)) {
            saved = true;
            nextSaveNanos = now + SAVE_NANOS;
            scope.world.store().saveWorldOffsetMillis(time.offsetMillis(wallMillis));
        }
    }

    /**
     * Whom to ask: the holder. While it is away whoever of the members has the smallest id, which asks nobody itself
     * once its time is good. While the time is not known anybody.
     */
    private @Nullable PeerLink source() {
        PeerId self = scope.world.self();
        PeerId holder = proofs.holder();
        PeerLink link = holder == null ? null : scope.links.admitted(holder);
        if (link != null) {
            return link;
        }
        PeerLink first = scope.links.admitted().stream()
                .min(Comparator.comparing(PeerLink::peer))
                .orElse(null);
        boolean leads = first == null || proofs.isHolder(self) || (self.compareTo(first.peer()) < 0 && isGood());
        return leads && scope.world.time().settled() ? null : first;
    }

    private boolean isGood() {
        return answers >= ANSWERS_FIRST;
    }
}
