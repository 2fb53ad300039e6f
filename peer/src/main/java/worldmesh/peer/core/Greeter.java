package worldmesh.peer.core;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.CloseReason;
import worldmesh.peer.admission.Gate;
import worldmesh.peer.admission.InvitationProof;
import worldmesh.peer.admission.Refusal;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.Refuse;
import worldmesh.peer.wire.Welcome;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.WorldManifest;

/**
 * Lets peers in: hello, then welcome or refusal, each side judging the other. A newcomer takes the world's manifest
 * from the first welcome.
 */
final class Greeter {
    /** A peer that does not say hello, or is not let in by then, is cut off. */
    static final long PATIENCE_NANOS = 3_000_000_000L;

    /** A refused link stays open so long for the refusal to arrive. */
    static final long FAREWELL_NANOS = 300_000_000;

    private final SessionScope scope;
    private final ProofExchange proofs;
    private final Gate gate;
    private final Listener listener;
    private final Set<PeerId> vouched = new TreeSet<>();
    private byte[] secret = new byte[0];
    private byte @Nullable [] expectedWorld;
    private boolean host;

    Greeter(SessionScope scope, ProofExchange proofs, Listener listener) {
        this.scope = scope;
        this.proofs = proofs;
        this.listener = listener;
        this.gate = new Gate(
                scope.world.schema().hash().bytes(), scope.settings.allowOtherSchema(), scope.settings.membersMax());
    }

    Gate gate() {
        return gate;
    }

    void hostWith(byte[] invitationSecret) {
        host = true;
        secret = invitationSecret.clone();
    }

    void joinWith(byte[] invitationSecret, byte @Nullable [] world) {
        secret = invitationSecret.clone();
        expectedWorld = world == null ? null : world.clone();
    }

    /** A member in charge introduced this peer: it needs no invitation. */
    void vouch(PeerId peer) {
        if (vouched.size() < scope.settings.membersMax() * 4) {
            vouched.add(peer);
        }
    }

    void onLinkUp(PeerLink link) {
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
        byte[] world = knownWorld();
        boolean invited = isInvited(link, hello);
        int members = scope.links.admitted().size();
        Refusal refusal = gate.judge(
                link.peer(), hello, new Gate.Circumstances(world == null ? expectedWorld : world, members, invited));
        if (refusal == null) {
            link.admittedByUs = true;
            WorldManifest manifest = scope.world.manifest();
            byte[] encoded = manifest == null ? new byte[0] : manifest.encode();
            boolean settled = scope.world.time().settled();
            link.send(PeerLink.CONTROL_STREAM, new Welcome(encoded, scope.worldMillis(), settled));
            complete(link);
        } else if (refusal.reason() != RefusalReason.INVITATION_WRONG || mayJudgeInvitations()) {
            refuse(link, refusal);
        }
        // Else a member in charge may still vouch for the peer: judged again until the patience ends.
    }

    private boolean mayJudgeInvitations() {
        return host || secret.length > 0;
    }

    private boolean isInvited(PeerLink link, Hello hello) {
        WorldManifest manifest = scope.world.manifest();
        if (manifest == null || manifest.membership() == Membership.OPEN) {
            return true;
        }
        PeerId peer = link.peer();
        boolean proved = secret.length > 0
                && InvitationProof.matches(
                        InvitationProof.of(secret, link.channelBinding(), peer, scope.world.self()),
                        hello.invitation());
        return proved
                || vouched.contains(peer)
                || peer.equals(manifest.trustRoot().peer())
                || proofs.isHolder(peer)
                || proofs.isAuthor(peer);
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
        link.send(PeerLink.CONTROL_STREAM, new Refuse(refusal.reason().code(), refusal.detail()));
        link.closeAtNanos = scope.nowNanos + FAREWELL_NANOS;
        listener.onRefused(link, refusal, true);
    }

    void onTime() {
        for (PeerLink link : scope.links.all()) {
            Hello hello = link.hello();
            boolean late = scope.nowNanos - link.openedNanos > PATIENCE_NANOS;
            if (link.closeAtNanos <= scope.nowNanos) {
                scope.links.close(link, CloseReason.REFUSED);
                link.closeAtNanos = Long.MAX_VALUE - 1;
            } else if (!link.announced && late) {
                boolean uninvited = hello != null && !link.admittedByUs;
                refuse(
                        link,
                        uninvited
                                ? new Refusal(RefusalReason.INVITATION_WRONG, "nobody vouches for this player")
                                : new Refusal(RefusalReason.PROTOCOL, "no hello and welcome in time"));
            } else if (hello != null && !link.admittedByUs && isInvited(link, hello)) {
                judge(link, hello);
            }
        }
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
