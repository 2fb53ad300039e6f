package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.CloseReason;
import worldmesh.peer.admission.Gate;
import worldmesh.peer.admission.InvitationProof;
import worldmesh.peer.admission.Refusal;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.wire.Credentials;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.InvitedBy;
import worldmesh.peer.wire.Refuse;
import worldmesh.peer.wire.Wants;
import worldmesh.peer.wire.Welcome;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.WorldManifest;

/**
 * Lets peers in: hello, then welcome or refusal, each side judging the other. A newcomer takes the world's manifest
 * from the first welcome.
 */
final class Greeter {
    /** A peer that does not say hello, or is not let in by then, is cut off. */
    static final long PATIENCE_NANOS = 3_000_000_000L;

    /** How often a stranger is judged again: each time costs some hashes and signatures. */
    static final long AGAIN_NANOS = 100_000_000;

    /** A refused link stays open so long for the refusal to arrive. */
    static final long FAREWELL_NANOS = 300_000_000;

    private final SessionScope scope;
    private final DoorDesk door;
    private final Gate gate;
    private final Listener listener;
    private byte[] secret = new byte[0];
    private byte @Nullable [] expectedWorld;
    private @Nullable PeerId giver;
    private boolean host;

    Greeter(SessionScope scope, DoorDesk door, Listener listener) {
        this.scope = scope;
        this.door = door;
        this.listener = listener;
        this.gate = new Gate(
                scope.world.schema().hash().bytes(), scope.settings.allowOtherSchema(), scope.settings.membersMax());
    }

    /** Where what is said about invitations of others goes. */
    StandInDesk standIns() {
        return door.standIns();
    }

    /** Says hello as the host from now on. */
    void host() {
        host = true;
    }

    void joinWith(JoinRequest request) {
        byte[] world = request.world();
        secret = request.secret().clone();
        giver = request.expected();
        expectedWorld = world == null ? null : world.clone();
    }

    void onLinkUp(PeerLink link) {
        showCredentials(link, scope.world.self());
        PeerId by = giver;
        if (secret.length > 0 && by != null && !by.equals(link.peer())) {
            link.send(PeerLink.CONTROL_STREAM, new InvitedBy(by));
        }
        byte[] world = knownWorld();
        byte[] proof = secret.length == 0
                ? new byte[0]
                : InvitationProof.of(secret, link.channelBinding(), scope.world.self(), link.peer());
        link.send(
                PeerLink.CONTROL_STREAM,
                new Hello(
                        Hello.VERSION,
                        world == null ? new byte[0] : world,
                        scope.world.schema().hash().bytes(),
                        scope.world.name(),
                        scope.session,
                        proof,
                        host));
        if (!scope.interest.everything()) {
            // It must be known before the other side says what it has: that is long where sectors are many.
            link.send(PeerLink.CONTROL_STREAM, new Wants(scope.interest, false));
        }
    }

    private void showCredentials(PeerLink link, PeerId of) {
        Credentials credentials = door.credentials(of);
        if (credentials != null) {
            link.send(PeerLink.CONTROL_STREAM, credentials);
        }
    }

    /** What the other side shows for itself, or for this one; malformed proofs are counted. */
    void onCredentials(PeerLink link, Credentials message) {
        List<Proof> shown = new ArrayList<>();
        for (byte[] raw : message.proofs()) {
            Proof proof = ProofCodec.decode(raw);
            if (proof == null || !DoorDesk.mayBeShown(proof)) {
                scope.counters.malformedMessages++;
            } else {
                shown.add(proof);
            }
        }
        link.onCredentials(shown);
    }

    void onHello(PeerLink link, Hello hello) {
        if (link.hello() != null) {
            scope.counters.unexpectedMessages++;
            return;
        }
        link.onHello(hello);
        judge(link, hello);
    }

    private void judge(PeerLink link, Hello hello) {
        link.judgeAtNanos = scope.nowNanos + AGAIN_NANOS;
        learnShown(link);
        byte[] world = knownWorld();
        Refusal barred = door.isInvitedBack(link, hello) ? null : door.barred(link.peer());
        Refusal refusal = gate.judge(
                hello, new Gate.Circumstances(world == null ? expectedWorld : world, othersThan(link), barred));
        DoorDesk.Opinion opinion = refusal == null ? door.judge(link, hello) : DoorDesk.Opinion.refuse(refusal);
        switch (opinion.kind()) {
            case WELCOME -> {
                if (link.giver != null) {
                    showCredentials(link, link.peer()); // who let it in may not have reached it
                }
                welcome(link);
            }
            case WAIT -> {
                // A member may still vouch for the peer: judged again until the patience ends.
            }
            case REDEEM ->
                door.redeem(link.peer(), Objects.requireNonNull(opinion.invitation()), () -> onRedeemed(link));
            case REFUSE -> refuse(link, Objects.requireNonNull(opinion.refusal()));
        }
    }

    private void learnShown(PeerLink link) {
        if (scope.world.isKnown() && !link.credentials().isEmpty()) {
            door.learnShown(link.credentials());
        }
    }

    /** Who is here or on the way in: two that come at once do not both take the last place. */
    private int othersThan(PeerLink link) {
        return (int) scope.links.all().stream()
                .filter(other -> other != link && other.admittedByUs && other.closeAtNanos == Long.MAX_VALUE)
                .count();
    }

    /** The invitation is used up on disk; a newcomer that is gone meanwhile comes back as a member. */
    private void onRedeemed(PeerLink link) {
        if (scope.links.find(link.peer()) == link && isWaiting(link)) {
            showCredentials(link, link.peer());
            welcome(link);
        }
    }

    private void welcome(PeerLink link) {
        link.admittedByUs = true;
        WorldManifest manifest = scope.world.manifest();
        byte[] encoded = manifest == null ? new byte[0] : manifest.encode();
        boolean settled = scope.world.time().settled();
        link.send(PeerLink.CONTROL_STREAM, new Welcome(encoded, scope.worldMillis(), settled));
        complete(link);
    }

    void onWelcome(PeerLink link, Welcome welcome) {
        Hello hello = link.hello();
        if (hello == null || link.admittedByThem) {
            scope.counters.unexpectedMessages++;
            return;
        }
        if (!scope.world.isKnown() && !adopt(link, hello, welcome)) {
            return;
        }
        learnShown(link);
        link.admittedByThem = true;
        listener.onWelcomed(link, welcome);
        complete(link);
    }

    /** Takes the manifest, if it is genuine and that of the hello. */
    private boolean adopt(PeerLink link, Hello hello, Welcome welcome) {
        WorldManifest manifest = WorldManifest.decode(welcome.manifest());
        boolean genuine = manifest != null
                && manifest.verify(scope.world.parts().verifier())
                && Arrays.equals(manifest.worldId().hash().bytes(), hello.worldId());
        if (manifest == null || !genuine) {
            refuse(link, new Refusal(RefusalReason.PROTOCOL, "the world's manifest is not genuine"));
            return false;
        }
        String unwanted = scope.world.parts().sectors().refusal(manifest);
        if (unwanted != null) {
            refuse(link, new Refusal(RefusalReason.WORLD_MISMATCH, unwanted));
            return false;
        }
        scope.world.adopt(manifest);
        return true;
    }

    private void complete(PeerLink link) {
        if (link.isAdmitted() && scope.world.isKnown() && !link.announced) {
            link.announced = true;
            door.standIns().onAdmitted(link);
            listener.onAdmitted(link);
        }
    }

    void onRefuse(PeerLink link, Refuse message) {
        RefusalReason reason = RefusalReason.ofCode(message.reason());
        listener.onRefused(
                link, new Refusal(reason == null ? RefusalReason.PROTOCOL : reason, message.detail()), false);
        scope.links.close(link, CloseReason.REFUSED);
    }

    /** Turns a peer away, and cuts the link once it could have heard why. */
    void refuse(PeerLink link, Refusal refusal) {
        if (link.closeAtNanos != Long.MAX_VALUE) {
            return;
        }
        scope.counters.refusedHellos++;
        scope.counters.refusedInvitations += isAboutInvitation(refusal.reason()) ? 1 : 0;
        link.send(PeerLink.CONTROL_STREAM, new Refuse(refusal.reason().code(), refusal.detail()));
        link.closeAtNanos = scope.nowNanos + FAREWELL_NANOS;
        listener.onRefused(link, refusal, true);
    }

    private static boolean isAboutInvitation(RefusalReason reason) {
        return switch (reason) {
            case INVITATION_WRONG, INVITATION_USED, INVITATION_EXPIRED, INVITATION_REVOKED, GIVER_AWAY -> true;
            case VERSION, WORLD_MISMATCH, SCHEMA_MISMATCH, SERVER_FULL, BANNED, NO_WORLD, PROTOCOL, KICKED, LOCKED ->
                false;
        };
    }

    void onTime() {
        for (PeerLink link : scope.links.all()) {
            Hello hello = link.hello();
            boolean late = isLate(link);
            if (link.closeAtNanos <= scope.nowNanos) {
                scope.links.close(link, CloseReason.REFUSED);
                link.closeAtNanos = Long.MAX_VALUE - 1;
            } else if (!link.announced && late) {
                boolean uninvited = hello != null && !link.admittedByUs;
                refuse(
                        link,
                        uninvited
                                ? door.standIns().late(link)
                                : new Refusal(RefusalReason.PROTOCOL, "no hello and welcome in time"));
            } else if (hello != null && isWaiting(link) && link.judgeAtNanos <= scope.nowNanos) {
                judge(link, hello);
            }
        }
    }

    private boolean isLate(PeerLink link) {
        // Who only waits for the other's word leaves it the time to say why it will not let anybody in.
        long patience = link.admittedByUs ? PATIENCE_NANOS + FAREWELL_NANOS : PATIENCE_NANOS;
        return scope.nowNanos - link.openedNanos > patience
                && (link.checkupUntilNanos == 0 || scope.nowNanos - link.checkupUntilNanos > 0);
    }

    private static boolean isWaiting(PeerLink link) {
        return !link.admittedByUs && link.closeAtNanos == Long.MAX_VALUE;
    }

    private byte @Nullable [] knownWorld() {
        WorldManifest manifest = scope.world.manifest();
        return manifest == null ? null : manifest.worldId().hash().bytes();
    }

    /** Hears how admissions end. */
    interface Listener {
        /** The other side let us in; the world is known now. */
        void onWelcomed(PeerLink link, Welcome welcome);

        /** Both sides let each other in. */
        void onAdmitted(PeerLink link);

        /** One side refused the other. */
        void onRefused(PeerLink link, Refusal refusal, boolean byUs);
    }
}
