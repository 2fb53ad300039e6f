package worldmesh.mesh.gossip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.gossip.wire.MemberEntry;
import worldmesh.mesh.gossip.wire.ViewFrame;
import worldmesh.runtime.identity.PeerId;

/**
 * The shuffles of HyParView: some peers walk through the overlay to somebody who gives as many others for them. The
 * answer goes back the way the walk came, since a link of its own would cost a handshake. Confined to its owner.
 */
final class Exchanges {
    /** DSN 2007, section 5.1: how long a walk is, and how many of both views it brings besides its origin. */
    static final int WALK = 6;

    static final int FROM_ACTIVE = 3;

    static final int FROM_PASSIVE = 4;

    /** Walks that came through here and may return; the oldest are forgotten. */
    static final int MAX_WALKS = 64;

    private final PeerId self;
    private final RandomGenerator random;
    private final Map<PeerId, Long> active;
    private final PassiveView passive;
    private final Map<Integer, PeerId> walks = new LinkedHashMap<>();

    /** Works on the views of its owner. */
    Exchanges(PeerId self, RandomGenerator random, Map<PeerId, Long> active, PassiveView passive) {
        this.self = self;
        this.random = random;
        this.active = active;
        this.passive = passive;
    }

    /** Sends a walk out. */
    void begin(long sketch, GossipOutbox out) {
        PeerId to = randomNeighbour(self, self);
        if (to == null) {
            return;
        }
        List<MemberEntry> members = new ArrayList<>(List.of(new MemberEntry(self, sketch)));
        List<PeerId> others = new ArrayList<>(active.keySet());
        others.remove(to);
        while (members.size() <= FROM_ACTIVE && !others.isEmpty()) {
            PeerId other = others.remove(random.nextInt(others.size()));
            members.add(new MemberEntry(other, active.getOrDefault(other, 0L)));
        }
        members.addAll(passive.sample(FROM_PASSIVE));
        int nonce = random.nextInt();
        keep(nonce, self);
        send(to, new ViewFrame.Shuffle(nonce, WALK, members), out);
    }

    /** A neighbour that is neither of these. */
    @Nullable PeerId randomNeighbour(PeerId notThis, PeerId norThis) {
        List<PeerId> others = new ArrayList<>(active.keySet());
        others.remove(notThis);
        others.remove(norThis);
        return others.isEmpty() ? null : others.get(random.nextInt(others.size()));
    }

    private void keep(int nonce, PeerId from) {
        walks.put(nonce, from);
        if (walks.size() > MAX_WALKS) {
            walks.remove(walks.keySet().iterator().next());
        }
    }

    void on(PeerId from, ViewFrame.Shuffle shuffle, GossipOutbox out) {
        List<MemberEntry> members = shuffle.members();
        PeerId next =
                randomNeighbour(from, members.isEmpty() ? from : members.get(0).peer());
        if (shuffle.ttl() > 0 && next != null) {
            keep(shuffle.nonce(), from);
            int ttl = Math.min(WALK, shuffle.ttl()) - 1;
            send(next, new ViewFrame.Shuffle(shuffle.nonce(), ttl, members), out);
            return;
        }
        send(from, new ViewFrame.ShuffleReply(shuffle.nonce(), passive.sample(members.size())), out);
        integrate(members);
    }

    /** False if no such walk came through here. */
    boolean on(ViewFrame.ShuffleReply reply, GossipOutbox out) {
        PeerId to = walks.remove(reply.nonce());
        if (to == null) {
            return false;
        }
        if (to.equals(self)) {
            integrate(reply.members());
        } else if (active.containsKey(to)) {
            send(to, reply, out);
        }
        return true;
    }

    private void integrate(List<MemberEntry> members) {
        for (MemberEntry member : members) {
            if (!member.peer().equals(self) && !active.containsKey(member.peer())) {
                passive.add(member);
            }
        }
    }

    private static void send(PeerId peer, ViewFrame frame, GossipOutbox out) {
        out.send(peer, GossipCodec.encode(frame));
    }
}
