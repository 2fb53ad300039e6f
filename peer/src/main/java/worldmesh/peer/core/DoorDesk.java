package worldmesh.peer.core;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.admission.Invitation;
import worldmesh.peer.admission.Refusal;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.wire.Credentials;
import worldmesh.peer.wire.Hello;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.access.Access;
import worldmesh.world.access.Standing;
import worldmesh.world.replica.Replica;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Ruling;
import worldmesh.world.trust.Ruling.Verb;
import worldmesh.world.trust.WorldManifest;

/**
 * The door of the party: who may come in, invitations, and what the host says about it. Everything follows from signed
 * statements that all members keep, docs/wire-world.md "Who may come in". Confined to the session's thread.
 */
public final class DoorDesk {
    private final SessionScope scope;
    private final ProofExchange proofs;
    private final PartyDesk party;
    private final Invitations invitations;
    private final StandInDesk standIns;
    private final Set<PeerId> members = new TreeSet<>();
    private final Set<PeerId> evicted = new TreeSet<>();
    private @Nullable Access access;
    private @Nullable Replica seen;
    private int seenProofs;
    private @Nullable Access enforced;
    private @Nullable ProofId ownBar;

    /** What the door says to a hello: the invitation that is to be used, or the refusal of who is sent off. */
    record Opinion(
            Kind kind,
            @Nullable Invitation invitation,
            @Nullable Refusal refusal) {
        enum Kind {
            WELCOME,
            /** Somebody may still vouch for it. */
            WAIT,
            REDEEM,
            REFUSE
        }

        static final Opinion WELCOME = new Opinion(Kind.WELCOME, null, null);
        static final Opinion WAIT = new Opinion(Kind.WAIT, null, null);

        static Opinion refuse(Refusal refusal) {
            return new Opinion(Kind.REFUSE, null, refusal);
        }
    }

    DoorDesk(SessionScope scope, ProofExchange proofs, PartyDesk party) {
        this.scope = scope;
        this.proofs = proofs;
        this.party = party;
        this.invitations = new Invitations(scope, proofs);
        this.standIns = new StandInDesk(scope, this);
    }

    /** Members that invitations name beside the one that gave them. */
    public StandInDesk standIns() {
        return standIns;
    }

    /** What the statements known now come to. */
    Access access() {
        Replica replica = scope.world.replica();
        int count = replica.knownProofs().accessCount();
        Access known = access;
        if (known == null || replica != seen || count != seenProofs) {
            known = Access.of(replica.manifest(), replica.knownProofs());
            access = known;
            seen = replica;
            seenProofs = count;
        }
        return known;
    }

    /** What proves the founder's invitation for any number of players; empty for an open world and for others. */
    byte[] founderSecret() {
        return scope.world.isKnown() ? invitations.founderSecret() : new byte[0];
    }

    /** Why the peer must stay out, or null. */
    @Nullable Refusal barred(PeerId peer) {
        String listed = party.banned(peer);
        if (listed != null) {
            return new Refusal(RefusalReason.BANNED, "banned: " + listed);
        }
        Ruling bar = scope.world.isKnown() ? access().bar(peer) : null;
        return bar == null ? null : refusal(bar);
    }

    private static Refusal refusal(Ruling bar) {
        String why = bar.order().text().isEmpty() ? "by the host" : bar.order().text();
        return bar.order().verb() == Verb.BAN
                ? new Refusal(RefusalReason.BANNED, "banned: " + why)
                : new Refusal(RefusalReason.KICKED, "kicked: " + why + "; the host may let you in again");
    }

    /** Judges who is not barred and fits in. */
    Opinion judge(PeerLink link, Hello hello) {
        WorldManifest manifest = scope.world.manifest();
        if (manifest == null) {
            return Opinion.WELCOME;
        }
        Standing standing = access().standing(link.peer());
        if (standing == Standing.MEMBER) {
            return Opinion.WELCOME;
        }
        if (standing != Standing.BARRED && access().lock() != null) {
            return Opinion.refuse(locked(Objects.requireNonNull(access().lock())));
        }
        boolean open = manifest.membership() == Membership.OPEN;
        return open && standing == Standing.STRANGER ? Opinion.WELCOME : judgeInvitation(link, hello);
    }

    private static Refusal locked(Ruling lock) {
        String why = lock.order().text();
        return new Refusal(RefusalReason.LOCKED, "the host locked the party" + (why.isEmpty() ? "" : ": " + why));
    }

    private Opinion judgeInvitation(PeerLink link, Hello hello) {
        if (invitations.isUnderWay(link.peer())) {
            return Opinion.WAIT;
        }
        Invitation invitation = invitations.proved(claim(link, hello.invitation()));
        if (invitation == null && StandInDesk.isForAnother(link, hello)) {
            Refusal told = link.giversRefusal;
            standIns.ask(link, hello);
            return told == null ? Opinion.WAIT : Opinion.refuse(told);
        }
        if (invitation == null) {
            // Who knows the world may have been let in by a member that is not heard yet.
            return hello.newcomer() ? Opinion.refuse(Invitations.unknown(hello.invitation().length > 0)) : Opinion.WAIT;
        }
        Refusal used = invitations.refusal(access(), invitation);
        return used == null ? new Opinion(Opinion.Kind.REDEEM, invitation, null) : Opinion.refuse(used);
    }

    /** True if ways may be checked together with the peer: it is let in, or an invitation would let it in. */
    boolean mayCheck(PeerLink link, byte[] proof) {
        WorldManifest manifest = scope.world.manifest();
        if (manifest == null || barred(link.peer()) != null) {
            return false;
        }
        if (manifest.membership() == Membership.OPEN || access().standing(link.peer()) == Standing.MEMBER) {
            return true;
        }
        Invitation invitation = invitations.proved(claim(link, proof));
        return invitation != null && invitations.refusal(access(), invitation) == null;
    }

    private InvitationClaim claim(PeerLink link, byte[] proof) {
        return new InvitationClaim(link.peer(), link.channelBinding(), scope.world.self(), proof);
    }

    /** True if the host invited the peer after it kicked it, or may have: that lets it in again. */
    boolean isInvitedBack(PeerLink link, Hello hello) {
        Ruling bar = scope.world.isKnown() ? access().bar(link.peer()) : null;
        boolean asked = bar != null && bar.order().verb() == Verb.KICK && StandInDesk.isForAnother(link, hello);
        return asked || isInvitedBack(claim(link, hello.invitation()));
    }

    private boolean isInvitedBack(InvitationClaim claim) {
        Ruling bar = scope.world.isKnown() ? access().bar(claim.newcomer()) : null;
        if (bar == null || bar.order().verb() != Verb.KICK || tenure() == null) {
            return false;
        }
        Invitation invitation = invitations.proved(claim);
        return invitation != null
                && invitation.madeMillis() > bar.millis()
                && invitations.refusal(access(), invitation) == null;
    }

    /**
     * Redeems an invitation of this member for somebody who showed it to another one, by the rules of this door; says
     * why not, or null if all will hear of it.
     */
    @Nullable Refusal redeemFor(InvitationClaim claim) {
        PeerId newcomer = claim.newcomer();
        Standing standing = access().standing(newcomer);
        Refusal bar = isInvitedBack(claim) ? null : barred(newcomer);
        if (bar != null || standing == Standing.MEMBER || invitations.isUnderWay(newcomer)) {
            return bar;
        }
        Ruling lock = access().lock();
        if (lock != null && standing != Standing.BARRED) {
            return locked(lock);
        }
        Invitation invitation = invitations.proved(claim);
        Refusal refusal = invitation == null ? Invitations.unknown(true) : invitations.refusal(access(), invitation);
        if (invitation != null && refusal == null) {
            redeem(newcomer, invitation, () -> {});
        }
        return refusal;
    }

    /** Uses an invitation; {@code admitted} runs once that is on disk. */
    void redeem(PeerId newcomer, Invitation invitation, Runnable admitted) {
        if (access().standing(newcomer) == Standing.BARRED) {
            pardon(newcomer);
        }
        invitations.redeem(access(), newcomer, invitation, admitted);
    }

    /** What convinces others that the peer may come in; null for nothing. */
    @Nullable Credentials credentials(PeerId peer) {
        if (!scope.world.isKnown()) {
            return null;
        }
        List<Proof> shown = access().credentials(peer);
        return shown.isEmpty()
                ? null
                : new Credentials(shown.stream().map(Proof::encode).toList());
    }

    /** Takes up what a peer shows for itself. */
    void learnShown(List<Proof> shown) {
        shown.forEach(proofs::learnShown);
    }

    /** What may be shown before one is let in. */
    static boolean mayBeShown(Proof proof) {
        return proof instanceof Admittance
                || (proof instanceof Ruling ruling && ruling.order().verb() == Verb.PARDON);
    }

    /** Sends off who may not be here any more; a bar that was known before this session began ends it not. */
    void onTime(Enforcer enforcer) {
        if (!scope.world.isKnown() || access() == enforced) {
            return;
        }
        boolean first = enforced == null;
        enforced = access();
        evictBarred();
        for (PeerLink link : scope.links.all()) {
            if (link.hello() != null && link.closeAtNanos == Long.MAX_VALUE) {
                enforce(link, enforcer);
            }
        }
        Ruling own = access().bar(scope.world.self());
        boolean news = own != null && !own.id().equals(ownBar);
        ownBar = own == null ? null : own.id();
        if (own != null && news && !first) {
            enforcer.sentAway(refusal(own));
        }
    }

    /** Nobody hears a barred peer in the party any more, whether it is linked or not. */
    private void evictBarred() {
        Set<PeerId> bars = access().bars().keySet();
        evicted.retainAll(bars);
        for (PeerId peer : bars) {
            if (!peer.equals(scope.world.self()) && evicted.add(peer)) {
                party.evict(peer);
            }
        }
    }

    private void enforce(PeerLink link, Enforcer enforcer) {
        PeerId peer = link.peer();
        Refusal bar = barred(peer);
        if (bar != null) {
            scope.counters.enforcedBars++;
            enforcer.turnAway(link, bar);
        } else if (access().standing(peer) == Standing.MEMBER) {
            members.add(peer);
        } else if (members.remove(peer)) {
            scope.counters.enforcedBars++;
            party.evict(peer);
            enforcer.turnAway(
                    link,
                    new Refusal(
                            RefusalReason.INVITATION_WRONG,
                            "nobody vouches for this player any more; ask for another"));
        }
    }

    /** Who acts on what the door decided. */
    interface Enforcer {
        /** A linked peer must go. */
        void turnAway(PeerLink link, Refusal refusal);

        /** This peer must go. */
        void sentAway(Refusal refusal);
    }

    /** Makes an invitation for so many players and so long; any member may. */
    public Invitation invite(long usesMax, long lifeMillis) {
        return invitations.make(access(), usesMax, lifeMillis);
    }

    /** This player's invitations, the oldest first. */
    public List<InvitationView> invitations() {
        return scope.world.isKnown() ? invitations.views(access()) : List.of();
    }

    /** Takes an invitation of this player back; who came by it stays. False if none that is open begins so. */
    public boolean revoke(String id) {
        return scope.world.isKnown() && invitations.withdraw(access(), id);
    }

    /** Bans a player, who is turned away in this call; true. */
    boolean banAtOnce(PeerId peer, Enforcer enforcer) {
        ban(peer, "");
        onTime(enforcer);
        return true;
    }

    /** Sends a player away, and whom it vouched for unless the party voted for them; for the host. */
    public void ban(PeerId peer, String reason) {
        bar(Verb.BAN, peer, reason);
    }

    /** Sends a player away until the host invites it again or lets it in; for the host. */
    public void kick(PeerId peer, String reason) {
        bar(Verb.KICK, peer, reason);
    }

    private void bar(Verb verb, PeerId peer, String reason) {
        if (peer.equals(scope.world.self())) {
            throw new IllegalArgumentException("nobody sends itself away; leave instead");
        }
        Grant tenure = requireTenure();
        boolean founder =
                peer.equals(scope.world.replica().manifest().trustRoot().peer());
        long spared = verb == Verb.KICK || founder ? access().nextSerial(peer) : 0;
        carryOver(peer);
        rule(tenure, Ruling.Order.about(peer, verb, spared, reason));
    }

    /** What a barred holder said counts no more: whom it barred stays so by this one's word, but present members. */
    private void carryOver(PeerId peer) {
        Set<PeerId> present =
                new TreeSet<>(Objects.requireNonNull(party.status()).roster());
        for (Ruling given : access().bars().values()) {
            Grant by = scope.world.replica().knownProofs().grant(given.grant());
            boolean lapses = by != null && by.holder().equals(peer);
            if (lapses && !present.contains(given.order().peer())) {
                rule(requireTenure(), given.order());
            }
        }
    }

    /** Lets a kicked or banned player in again; false if it was neither. For the host. */
    public boolean pardon(PeerId peer) {
        Grant tenure = requireTenure();
        boolean barred = access().bar(peer) != null;
        if (barred) {
            rule(tenure, Ruling.Order.about(peer, Verb.PARDON, 0, ""));
        }
        return barred;
    }

    /** Lets nobody new in; who is here now may come back. For the host. */
    public void lock(String reason) {
        Grant tenure = requireTenure();
        for (PeerLink link : scope.links.admitted()) {
            if (access().standing(link.peer()) == Standing.STRANGER) {
                invitations.vouch(access(), link.peer());
            }
        }
        rule(tenure, Ruling.Order.party(Verb.LOCK, reason));
    }

    /** Lets newcomers in again; for the host. */
    public void unlock() {
        rule(requireTenure(), Ruling.Order.party(Verb.UNLOCK, ""));
    }

    private void rule(Grant tenure, Ruling.Order order) {
        long index = scope.world.replica().knownProofs().rulings().stream()
                .filter(ruling -> ruling.grant().equals(tenure.id()))
                .mapToLong(ruling -> ruling.index() + 1)
                .max()
                .orElse(0);
        if (index >= Ruling.INDEXES_MAX) {
            throw new IllegalStateException(
                    "a holder rules " + Ruling.INDEXES_MAX + " times in one tenure; host again to begin another");
        }
        proofs.announce(Ruling.sign(
                tenure, index, order, scope.worldMillis(), scope.world.parts().signer()));
    }

    private Grant requireTenure() {
        Grant tenure = tenure();
        if (tenure == null) {
            throw new IllegalStateException("only the host says who may come in; ask the holder of the authority");
        }
        return tenure;
    }

    /** The grant by which this peer answers commands, or null. */
    private @Nullable Grant tenure() {
        if (!scope.world.isKnown() || !party.isInCharge()) {
            return null;
        }
        for (Grant grant : proofs.ofEpoch(proofs.epoch())) {
            if (grant.holder().equals(scope.world.self())) {
                return grant;
            }
        }
        return null;
    }

    /** True if this peer is the host: it says who may come in. */
    public boolean isHost() {
        return tenure() != null;
    }

    /** How the door stands. */
    public DoorView view() {
        WorldManifest manifest = scope.world.manifest();
        if (manifest == null) {
            return new DoorView(null, false, "", 0, new TreeMap<>());
        }
        Ruling lock = access().lock();
        long left = invitations().stream()
                .filter(invitation -> invitation.usesLeft() != Invitation.UNLIMITED)
                .mapToLong(InvitationView::usesLeft)
                .sum();
        SortedMap<PeerId, DoorView.Bar> bars = new TreeMap<>();
        access().bars()
                .forEach((peer, bar) -> bars.put(
                        peer,
                        new DoorView.Bar(
                                bar.order().verb() == Verb.BAN, bar.order().text())));
        return new DoorView(
                manifest.membership(),
                lock != null,
                lock == null ? "" : lock.order().text(),
                left,
                bars);
    }
}
