package worldmesh.peer.core;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.error.RecoveryStep;
import worldmesh.peer.error.WorldMeshError;
import worldmesh.peer.event.Origin;
import worldmesh.peer.event.RecoveryStepEvent;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.sector.SectorId;

/**
 * Recovers from errors, whatever their kind, in the same five steps: notice, save what is here, reach somebody, check
 * what comes from there, catch up. One recovery per kind at a time; errors meanwhile are part of it.
 */
final class Recovery {
    /** A recovery that takes longer hides no later error any more. */
    static final long PATIENCE_NANOS = 30_000_000_000L;

    private final SessionScope scope;
    private final Replication replication;
    private final Map<WorldMeshError.Kind, Course> courses = new EnumMap<>(WorldMeshError.Kind.class);

    Recovery(SessionScope scope, Replication replication) {
        this.scope = scope;
        this.replication = replication;
    }

    /** True while errors of this kind are being recovered from. */
    boolean isUnderWay(WorldMeshError.Kind kind) {
        return courses.containsKey(kind);
    }

    /** Begins a recovery, unless one of this kind is under way. */
    void onError(WorldMeshError error) {
        if (!courses.containsKey(error.kind())) {
            Course course = new Course(error.kind(), error.peer());
            courses.put(error.kind(), course);
            course.reach(RecoveryStep.DETECTED);
        }
    }

    /** Takes at most one step of each recovery. The session has settled and stored its own edits in this update. */
    void onTime(boolean inCharge) {
        courses.values().forEach(course -> course.step(inCharge));
        courses.values().removeIf(course -> course.isOver());
    }

    /** One recovery. */
    private final class Course {
        private final WorldMeshError.Kind kind;
        private final @Nullable PeerId about;
        private final long sinceNanos = scope.nowNanos;
        private RecoveryStep reached = RecoveryStep.DETECTED;
        private @Nullable PeerLink asked;
        private long reports;

        Course(WorldMeshError.Kind kind, @Nullable PeerId about) {
            this.kind = kind;
            this.about = about;
        }

        boolean isOver() {
            return reached == RecoveryStep.RESYNCED || scope.nowNanos - sinceNanos >= PATIENCE_NANOS;
        }

        void reach(RecoveryStep step) {
            reached = step;
            scope.emit(new RecoveryStepEvent(kind, step, Origin.LOCAL, scope.worldMillis()));
        }

        void step(boolean inCharge) {
            PeerLink link = asked;
            if (link != null && (scope.links.admitted(link.peer()) != link || link.isSuspected())) {
                // Lost once more: another is asked, what was reached stays reached.
                link = ask();
            }
            boolean alone = inCharge && kind != WorldMeshError.Kind.CONNECTION;
            switch (reached) {
                case DETECTED -> {
                    if (scope.world.isKnown()) {
                        reach(RecoveryStep.STATE_SAVED);
                    }
                }
                case STATE_SAVED -> {
                    if (ask() != null || alone) {
                        reach(RecoveryStep.CONNECTED);
                    }
                }
                case CONNECTED -> {
                    if (link == null ? alone : isChecked(link)) {
                        reach(RecoveryStep.VALIDATED);
                    }
                }
                case VALIDATED -> {
                    if (link == null ? alone : isLevel(link)) {
                        reach(RecoveryStep.RESYNCED);
                    }
                }
                case RESYNCED -> {
                    // The end.
                }
            }
        }

        /** Asks the peer it is about, else the holder of the authority, else anybody who is heard. */
        private @Nullable PeerLink ask() {
            PeerId holder = replication.proofs().holder();
            PeerLink best = null;
            for (PeerLink link : scope.links.admitted()) {
                boolean better = best == null
                        || Objects.equals(link.peer(), about)
                        || (Objects.equals(link.peer(), holder) && !Objects.equals(best.peer(), about));
                best = better && !link.isSuspected() ? link : best;
            }
            asked = best;
            if (best != null) {
                reports = best.sync().reports();
                replication.report(best, true);
            }
            return best;
        }

        private boolean isChecked(PeerLink link) {
            return link.sync().reports() > reports;
        }

        private boolean isLevel(PeerLink link) {
            SortedMap<SectorId, Long> underway = link.sync().ownEditsUnderway(scope.world.replica());
            return replication.isCaughtUp(link) && underway != null && underway.isEmpty();
        }
    }
}
