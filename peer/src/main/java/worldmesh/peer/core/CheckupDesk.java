package worldmesh.peer.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.PathFinder;
import worldmesh.mesh.path.WayResult;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.checkup.Checkup;
import worldmesh.peer.event.CheckupEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.wire.CheckupAnswer;
import worldmesh.peer.wire.CheckupAsk;
import worldmesh.peer.wire.CheckupProbe;
import worldmesh.peer.wire.CheckupReport;
import worldmesh.peer.wire.CheckupState;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.rate.TokenBucket;

/**
 * The member's part in checks of ways that somebody with an invitation asks for before it is let in: searches with it,
 * and tells it, and this player, what both saw. One at a time.
 */
final class CheckupDesk {
    /** A search takes 8 s at most, and what came of it a round trip. */
    static final long PATIENCE_NANOS = 12_000_000_000L;

    /** Checks begun in a row, and then a second. */
    static final int BURST = 4;

    static final double PER_SECOND = 0.2;

    /** Of topics, which have their streams from it on, nothing goes over a link that is for a check. */
    static final int PROBE_STREAM = 0;

    private static final byte[] NO_OFFER = {};
    private static final Logger log = LoggerFactory.getLogger(CheckupDesk.class);

    private final SessionScope scope;
    private final DoorDesk door;
    private @Nullable TokenBucket rate;
    private @Nullable Running running;

    private static final class Running {
        final PeerLink link;
        final long trace;
        final long endNanos;

        @Nullable List<WayResult> ours;

        @Nullable List<WayResult> theirs;

        int heard;

        Running(PeerLink link, long trace, long endNanos) {
            this.link = link;
            this.trace = trace;
            this.endNanos = endNanos;
        }
    }

    CheckupDesk(SessionScope scope, DoorDesk door) {
        this.scope = scope;
        this.door = door;
    }

    private PathFinder finder() {
        return scope.links.mesh().paths();
    }

    void onAsk(PeerLink link, CheckupAsk ask) {
        if (!link.offers.tryTake(scope.nowNanos)) {
            scope.counters.limitedMessages++;
            return;
        }
        Running now = running;
        if (now != null && now.link == link && now.trace == ask.trace()) {
            finder().onOffer(link.peer(), ask.offer());
            return;
        }
        int verdict = judge(link, ask);
        answer(link, ask.trace(), verdict, NO_OFFER);
        if (verdict != CheckupAnswer.TAKEN) {
            scope.counters.refusedHellos++;
            return;
        }
        Running begun = new Running(link, ask.trace(), scope.nowNanos + PATIENCE_NANOS);
        running = begun;
        link.checkupUntilNanos = begun.endNanos;
        log.info(
                "checkup.began trace={} peer={}",
                Checkup.name(ask.trace()),
                link.peer().brief());
        link.send(PeerLink.CONTROL_STREAM, state(ask.trace()));
        finder().onOffer(link.peer(), ask.offer());
    }

    private CheckupState state(long trace) {
        RetryPolicy reconnect = scope.settings.reconnect();
        return new CheckupState(
                trace, scope.turns.figures(), reconnect.automatic(), reconnect.firstMillis(), reconnect.lastMillis());
    }

    private int judge(PeerLink link, CheckupAsk ask) {
        if (!door.mayCheck(link, ask.invitation())) {
            return CheckupAnswer.UNINVITED;
        }
        if (finder() == PathFinder.NONE) {
            return CheckupAnswer.OFF;
        }
        TokenBucket bucket = rate;
        if (bucket == null) {
            bucket = new TokenBucket(PER_SECOND, BURST, scope.nowNanos);
            rate = bucket;
        }
        return running == null && bucket.tryTake(scope.nowNanos) ? CheckupAnswer.TAKEN : CheckupAnswer.BUSY;
    }

    private void answer(PeerLink link, long trace, int verdict, byte[] offer) {
        link.send(PeerLink.CONTROL_STREAM, new CheckupAnswer(trace, verdict, scope.wallMillis, offer));
    }

    void onReport(PeerLink link, CheckupReport report) {
        Running now = running;
        if (now == null || now.link != link || now.trace != report.trace() || now.theirs != null) {
            scope.counters.unexpectedMessages++;
        } else {
            now.theirs = report.ways();
        }
    }

    /** Each probe of the check that is under way is answered by one of its size. */
    void onProbe(PeerLink link, CheckupProbe probe) {
        Running now = running;
        boolean fits = now != null && now.link == link && now.trace == probe.trace() && !probe.answer();
        if (now == null || !fits || now.heard >= CheckupProbe.MAX) {
            scope.counters.unexpectedMessages++;
            return;
        }
        now.heard++;
        link.trySend(
                Lane.VOICE,
                PROBE_STREAM,
                new CheckupProbe(now.trace, probe.number(), true, now.heard, probe.filling()));
    }

    /** True if the event is of the check that is under way, and so nobody else's. */
    boolean takes(PathEvent event) {
        Running now = running;
        if (now == null || !peer(event).equals(now.link.peer()) || now.link.isAdmitted()) {
            return false;
        }
        if (event instanceof PathEvent.Offer offer) {
            answer(now.link, now.trace, CheckupAnswer.TAKEN, offer.offer());
        } else if (event instanceof PathEvent.Ended ended) {
            now.ours = ended.ways();
            now.link.send(PeerLink.CONTROL_STREAM, new CheckupReport(now.trace, ended.ways()));
        }
        return true;
    }

    private static PeerId peer(PathEvent event) {
        if (event instanceof PathEvent.Offer offer) {
            return offer.to();
        }
        return event instanceof PathEvent.Found found ? found.peer() : ((PathEvent.Ended) event).peer();
    }

    void onTime() {
        Running now = running;
        if (now == null) {
            return;
        }
        boolean gone = scope.links.find(now.link.peer()) != now.link;
        boolean whole = now.ours != null && now.theirs != null;
        if (whole || gone || scope.nowNanos - now.endNanos >= 0) {
            running = null;
            end(now, gone);
        }
    }

    private void end(Running over, boolean gone) {
        List<WayResult> ours = over.ours == null ? List.of() : over.ours;
        List<WayResult> theirs = over.theirs == null ? List.of() : over.theirs;
        Checkup checkup = new Checkup(over.trace, over.link.peer(), ours, theirs);
        log.info("checkup.ended trace={} finding={}", Checkup.name(over.trace), checkup.finding());
        scope.emit(new CheckupEvent(checkup, Origin.REMOTE, scope.worldMillis()));
        over.link.checkupUntilNanos = 0;
        if (!gone && !over.link.announced) {
            over.link.closeAtNanos = scope.nowNanos + Greeter.FAREWELL_NANOS; // for the report to arrive
        }
    }
}
