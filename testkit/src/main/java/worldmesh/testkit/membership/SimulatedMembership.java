package worldmesh.testkit.membership;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.Membership;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;

/** One peer's door to {@link SimulatedParties}. One thread, that of the simulation. */
public final class SimulatedMembership implements Membership {
    private final SimulatedParties parties;
    private final Member member;

    SimulatedMembership(SimulatedParties parties, Member member) {
        this.parties = parties;
        this.member = member;
    }

    @Override
    public PeerId self() {
        return member.self;
    }

    @Override
    public void join(PartyId party) {
        if (member.party != null) {
            throw new IllegalStateException("already in party " + member.party + "; leave it before joining " + party);
        }
        parties.join(member, party);
    }

    @Override
    public void leave() {
        parties.leave(member);
    }

    @Override
    public void admit(PeerId peer) {
        member.admitted.add(peer);
    }

    @Override
    public void evict(PeerId peer) {
        member.admitted.remove(peer);
        View view = member.view();
        if (view != null && view.contains(peer)) {
            member.evicting.add(peer);
        }
    }

    @Override
    public @Nullable View view() {
        return member.inbox.view();
    }

    @Override
    public int drain(Consumer<? super MembershipEvent> consumer, int max) {
        return member.inbox.drain(consumer, max);
    }

    @Override
    public void close() {
        leave();
    }
}
