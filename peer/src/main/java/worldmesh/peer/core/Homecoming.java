package worldmesh.peer.core;

import org.jspecify.annotations.Nullable;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.WorldManifest;

/**
 * Whoever hosts a world again that it shared with others looks for them first: they may have played on, and who answers
 * alone beside them would found a second branch. Confined to the session's thread.
 */
final class Homecoming {
    /** Two announcements, and a handshake. */
    static final long SEEK_NANOS = 1_200_000_000L;

    /** A handshake, an admission and an election take less on any line that is fit for a party. */
    static final long LEAD_NANOS = 5_000_000_000L;

    private final SessionScope scope;
    private final PartyDesk party;
    private final Meeting meeting;
    private @Nullable HostRequest request;
    private long sinceNanos;

    Homecoming(SessionScope scope, PartyDesk party, Meeting meeting) {
        this.scope = scope;
        this.party = party;
        this.meeting = meeting;
    }

    /** Begins to look for the others; false if there are none, or the world is not a party's. */
    boolean begin(HostRequest wanted) {
        WorldManifest manifest = scope.world.manifest();
        boolean shared = manifest != null && manifest.hosting() == Hosting.PARTY && party.seek(wanted.authority());
        request = shared ? wanted : null;
        sinceNanos = scope.nowNanos;
        return shared;
    }

    boolean isUnderWay() {
        return request != null;
    }

    /** What to host with, once nobody was found in time. */
    @Nullable HostRequest onTime() {
        HostRequest wanted = request;
        if (wanted == null) {
            return null;
        }
        AuthorityStatus status = party.status();
        boolean led = status != null && status.holder() != null && status.role() != AuthorityStatus.Role.PROVISIONAL;
        boolean linked = !scope.links.all().isEmpty();
        long patience = linked ? LEAD_NANOS : SEEK_NANOS;
        boolean alone = scope.nowNanos - sinceNanos >= patience;
        if (linked && led) {
            request = null;
        } else if (alone) {
            request = null;
            meeting.connector().forgetHints();
            return wanted;
        }
        return null;
    }
}
