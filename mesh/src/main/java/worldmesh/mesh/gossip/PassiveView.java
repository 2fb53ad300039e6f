package worldmesh.mesh.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.gossip.wire.MemberEntry;
import worldmesh.runtime.identity.PeerId;

/** Peers that are known and no neighbours: who may become one. Confined to its owner. */
final class PassiveView {
    private final int max;
    private final RandomGenerator random;
    private final List<MemberEntry> members = new ArrayList<>();

    PassiveView(int max, RandomGenerator random) {
        this.max = max;
        this.random = random;
    }

    /** Adds a peer, or what is newly known of it; a random one gives way. */
    void add(MemberEntry member) {
        remove(member.peer());
        if (max == 0) {
            return;
        }
        if (members.size() >= max) {
            members.remove(random.nextInt(members.size()));
        }
        members.add(member);
    }

    void remove(PeerId peer) {
        members.removeIf(member -> member.peer().equals(peer));
    }

    int size() {
        return members.size();
    }

    /** A random one of those that will do, of those with most bits in common with the sketch; 0 prefers nobody. */
    @Nullable MemberEntry pick(long sketch, Predicate<PeerId> willDo) {
        int most = -1;
        List<MemberEntry> best = new ArrayList<>();
        for (MemberEntry member : members) {
            int common = Long.bitCount(member.sketch() & sketch);
            if (common < most || !willDo.test(member.peer())) {
                continue;
            }
            if (common > most) {
                most = common;
                best.clear();
            }
            best.add(member);
        }
        return best.isEmpty() ? null : best.get(random.nextInt(best.size()));
    }

    /** At most so many, drawn. */
    List<MemberEntry> sample(int count) {
        List<MemberEntry> left = new ArrayList<>(members);
        List<MemberEntry> drawn = new ArrayList<>();
        while (drawn.size() < count && !left.isEmpty()) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }
}
