package worldmesh.peer.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.wire.Appetite;
import worldmesh.runtime.identity.PeerId;

/**
 * How much this side gives for the game: tells its neighbours how often it wants to hear of motion, and which of them
 * is to tell it what happened; and hears the same of them. Who gives less hears the edits of all from the holder of the
 * authority alone, and tells it its own, as long as that one is there and keeps up with the others. Confined to the
 * session's thread.
 */
public final class AttentionDesk {
    /** Whether the holder keeps up is looked at so often. */
    private static final long LOOK_NANOS = 1_000_000_000L;

    /** Others that are ahead for so long have what the holder does not tell: two reports of theirs. */
    static final long BEHIND_NANOS = 6_000_000_000L;

    /** All are heard for so long then. */
    static final long DISTRUST_NANOS = 60_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final SessionScope scope;
    private final ProofExchange proofs;
    private Attention attention = Attention.FULL;
    private Runnable silence = () -> {};
    private @Nullable PeerId teller;
    private long lookNanos;
    private long behindSince = NEVER;
    private long distrustUntil;

    AttentionDesk(SessionScope scope, ProofExchange proofs) {
        this.scope = scope;
        this.proofs = proofs;
        attend(scope.settings.attention());
    }

    /** Runs before this side falls silent; may refuse it. */
    void beforeSilence(Runnable check) {
        silence = check;
    }

    /** Gives so much from now on. */
    public void attend(Attention now) {
        if (now == attention) {
            return;
        }
        if (now.rest().silent()) {
            silence.run();
        }
        attention = now;
        scope.links.mesh().rest(now.rest());
        teller = choose();
        scope.links.admitted().forEach(this::tell);
    }

    /** What it gives. */
    public Attention attention() {
        return attention;
    }

    void onAdmitted(PeerLink link) {
        if (attention != Attention.FULL) {
            tell(link);
        }
    }

    private void tell(PeerLink link) {
        boolean tells = teller == null || teller.equals(link.peer());
        Appetite.History history = switch (attention) {
            case FULL -> Appetite.History.AT_ONCE;
            case MOBILE -> tells ? Appetite.History.GATHERED : Appetite.History.NONE;
            case SCREEN_OFF -> Appetite.History.NONE;
        };
        link.appetite().own(new Appetite(attention.motionHertz(), history), tells);
        link.send(PeerLink.CONTROL_STREAM, link.appetite().own());
    }

    /** The holder, while it is heard; null if all are to tell. */
    private @Nullable PeerId choose() {
        PeerId holder = proofs.holder();
        PeerLink link = holder == null ? null : scope.links.admitted(holder);
        boolean heard = link != null && !link.isSuspected() && link.sync().heard();
        return attention != Attention.FULL && heard && scope.nowNanos - distrustUntil >= 0 ? holder : null;
    }

    void onTime() {
        if (attention == Attention.FULL) {
            return;
        }
        look();
        PeerId best = choose();
        if (!Objects.equals(best, teller)) {
            teller = best;
            behindSince = NEVER;
            scope.links.admitted().forEach(this::tell);
        }
    }

    /** Whoever tells what happened could keep something back; the others say what there is. */
    private void look() {
        if (teller == null || attention == Attention.SCREEN_OFF || scope.nowNanos - lookNanos < LOOK_NANOS) {
            return;
        }
        lookNanos = scope.nowNanos;
        boolean behind = scope.links.admitted().stream()
                .filter(link -> !link.peer().equals(teller) && link.sync().heard())
                .anyMatch(link -> !link.sync().isCaughtUp(scope.world.replica(), scope.interest));
        if (!behind) {
            behindSince = NEVER;
        } else if (behindSince == NEVER) {
            behindSince = scope.nowNanos;
        } else if (scope.nowNanos - behindSince >= BEHIND_NANOS) {
            distrustUntil = scope.nowNanos + DISTRUST_NANOS;
        }
    }

    /** Updates of motion a second for that link: what both ends want, and no more than the line carries. */
    int motionHertz(PeerLink link) {
        int wanted = Math.min(attention.motionHertz(), link.appetite().theirs().motionHertz());
        return Math.min(wanted, link.updates().hertz(Appetite.ALL));
    }
}
