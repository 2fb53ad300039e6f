package worldmesh.peer.core;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.Membership;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.mesh.membership.PartyId;
import worldmesh.peer.port.AuthorityProvider;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.WorldManifest;

/**
 * This peer's part in the party: opens its authority once the world is known, tells it who is in reach, and tells the
 * session who answers commands. A light client has no authority and follows the newest grant.
 */
public final class PartyDesk {
    /** Membership events taken in one update. */
    private static final int EVENTS_PER_UPDATE = 256;

    private final SessionScope scope;
    private final Replication replication;
    private final CommandDesk commands;
    private @Nullable AuthorityProvider provider;
    private @Nullable Membership membership;
    private @Nullable AuthorityDesk desk;
    private boolean hosting;
    private boolean seeking;
    private boolean settled;
    private boolean joined;
    private int admitted = -1;
    private List<PeerLink> reached = List.of();
    private List<PeerId> view;

    PartyDesk(SessionScope scope, Replication replication, CommandDesk commands) {
        this.scope = scope;
        this.replication = replication;
        this.commands = commands;
        this.view = List.of(scope.world.self());
        replication.interests().beforeLimit(this::abstain);
    }

    /** Takes part with an authority of its own from now on. */
    void takePart(AuthorityProvider with, @Nullable Membership among) {
        provider = with;
        membership = among;
    }

    /** Answers for the world alone until others are in reach. */
    void host(AuthorityProvider with) {
        provider = with;
        hosting = true;
        boolean sought = seeking;
        seeking = false;
        open();
        if (sought && desk != null) {
            desk.onView(view);
        }
    }

    /**
     * Looks for the others on the roster before it answers for the world: decides nothing until one of them is in view
     * or {@link #host} gives up. False if there are none.
     */
    boolean seek(AuthorityProvider with) {
        provider = with;
        seeking = membership != null;
        open();
        return seeking && desk != null && !desk.status().roster().equals(List.of(scope.world.self()));
    }

    @Nullable AuthorityDesk desk() {
        return desk;
    }

    /** Opens what the world asks for, and takes the views. */
    void onTime() {
        WorldManifest manifest = scope.world.manifest();
        if (manifest == null) {
            return;
        }
        boolean party = manifest.hosting() == Hosting.PARTY && membership != null;
        if (desk == null && party) {
            open();
        }
        Membership among = membership;
        if (desk != null && party && among != null) {
            follow(among, manifest);
        }
        if (desk != null) {
            desk.onTime();
            desk.flush();
            seat(desk.status());
        }
    }

    /** A newcomer goes by the newest grant until it has heard of the party's holder itself. */
    private void seat(AuthorityStatus status) {
        boolean led = status.role() != AuthorityStatus.Role.PROVISIONAL && status.holder() != null;
        settled |= hosting || led;
        if (settled && replication.proofs().seat(status.holder(), status.epoch())) {
            commands.onWayOpen();
        }
    }

    /** Who does not hear everything has no part in it: it could not vouch for what it does not have. */
    private void abstain() {
        if (desk != null) {
            throw new IllegalStateException("this peer takes part in the authority of its party and hears about every"
                    + " sector; limit the interest right after joining, before the first update");
        }
        provider = null;
        membership = null;
    }

    /** Who is silent for seconds cannot be asked for its vote, nor for answers. */
    void requireNoPart() {
        if (desk != null) {
            throw new IllegalStateException("this peer takes part in the authority of its party, which cannot wait for"
                    + " a screen; join with peer.profile=mobile");
        }
    }

    private void open() {
        AuthorityProvider with = provider;
        if (with != null && desk == null) {
            desk = new AuthorityDesk(scope, replication, commands, with);
            if (!seeking) {
                desk.onView(view);
            }
            AuthorityDesk opened = desk;
            replication.admitBy(opened::admits, opened::admits);
            replication.settling().lackBy(opened::lacking);
        }
    }

    private void follow(Membership among, WorldManifest manifest) {
        if (admitted != scope.links.changes()) {
            admitted = scope.links.changes();
            scope.links.admitted().forEach(link -> among.admit(link.peer()));
            reach();
        }
        if (!joined) {
            joined = true; // after its fellows are admitted, so that it looks for the party among them
            among.join(PartyId.ofBytes(manifest.worldId().hash().bytes()));
        }
        among.drain(this::onMembership, EVENTS_PER_UPDATE);
    }

    /** Links come up beside the views, earlier or later. */
    private void reach() {
        List<PeerLink> now = scope.links.admitted();
        List<PeerLink> before = reached;
        reached = now;
        AuthorityDesk open = desk;
        if (open != null && !seeking) {
            now.stream().filter(link -> !before.contains(link)).forEach(link -> open.onReach(link.peer()));
        }
    }

    private void onMembership(MembershipEvent event) {
        AuthorityDesk open = desk;
        if (event instanceof MembershipEvent.ViewInstalled installed) {
            view = installed.view().members();
        } else if (event instanceof MembershipEvent.Excluded) {
            view = List.of(scope.world.self());
        } else {
            return;
        }
        seeking = seeking && view.size() < 2;
        if (open != null && !seeking) {
            open.onView(view);
        }
        // Suspicions need nothing here: a view follows.
    }

    /** The peer is out for good. */
    void evict(PeerId peer) {
        if (membership != null) {
            membership.evict(peer);
        }
    }

    /** True if this peer answers commands, or collects them on a side without a majority. */
    boolean isInCharge() {
        AuthorityStatus status = settled ? status() : null;
        return status == null ? hosting : Objects.equals(scope.world.self(), status.holder());
    }

    /** True if the party is where this peer is: it hosts, or holds the role. */
    boolean isHome() {
        AuthorityStatus status = status();
        return hosting || (status != null && status.role() == AuthorityStatus.Role.HOLDER);
    }

    /** Who holds what, or null for a light client and before the world is known. */
    public @Nullable AuthorityStatus status() {
        return desk == null ? null : desk.status();
    }

    /** The members of the party's view, its coordinator first; alone until it is in one. */
    public List<PeerId> view() {
        return view;
    }

    /** Counts of the authority for metrics; empty if this session does not hold it. */
    public SortedMap<String, Long> counts() {
        return desk == null ? Collections.emptySortedMap() : desk.counts();
    }

    /** Levels of the authority for metrics; empty if this session does not hold it. */
    public SortedMap<String, Long> levels() {
        return desk == null ? Collections.emptySortedMap() : desk.levels();
    }

    /** Why the player may not come in, as the authority here knows; or null. */
    @Nullable String banned(PeerId player) {
        return desk == null ? null : desk.banned(player);
    }

    /** The player's choice to go on without the majority of the last roster. */
    public void adopt() {
        if (desk == null) {
            throw new IllegalStateException("a light client cannot adopt a world; add worldmesh-authority-node to it");
        }
        desk.adopt();
    }

    /** Its authority refuses all commands for that reason, or takes them again if it is empty. */
    void refuseCommands(String reason) {
        if (desk == null || !isInCharge()) {
            throw new IllegalStateException("only the host makes a world read-only; ask the holder of the authority");
        }
        desk.refuseCommands(reason);
    }

    /** Leaves in good order; false while that goes on. */
    boolean leave() {
        return desk == null || desk.leave();
    }

    /** Leaves at once. */
    void close() {
        if (desk != null) {
            desk.close();
        }
        if (membership != null && joined) {
            membership.leave();
        }
    }
}
