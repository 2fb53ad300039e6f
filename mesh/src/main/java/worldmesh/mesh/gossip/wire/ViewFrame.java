package worldmesh.mesh.gossip.wire;

import java.util.List;
import worldmesh.runtime.identity.PeerId;

/** What peers say about who is whose neighbour, docs/wire-gossip.md "Views". */
public sealed interface ViewFrame extends GossipFrame {
    /** Most peers named in one frame. */
    int MAX_MEMBERS = 16;

    /** Most steps of a walk that are believed. */
    int MAX_TTL = 16;

    /** A newcomer wants in. */
    record Join(long sketch) implements ViewFrame {}

    /** A newcomer is passed on along a random walk. */
    record ForwardJoin(MemberEntry newcomer, int ttl) implements ViewFrame {}

    /** The sender wants to be a neighbour; {@code urgent} if it may not be refused. */
    record Ask(long sketch, boolean urgent) implements ViewFrame {}

    /** The answer to a join or an ask. */
    record Answer(long sketch, boolean taken) implements ViewFrame {}

    /** The sender is no neighbour any more and lives on. */
    record Part() implements ViewFrame {}

    /** A random walk that brings some peers of its origin, and takes as many back the same way. */
    record Shuffle(int nonce, int ttl, List<MemberEntry> members) implements ViewFrame {
        /** Copies the members. */
        public Shuffle {
            members = List.copyOf(members);
        }
    }

    /** What the end of a walk gives in exchange. */
    record ShuffleReply(int nonce, List<MemberEntry> members) implements ViewFrame {
        /** Copies the members. */
        public ShuffleReply {
            members = List.copyOf(members);
        }
    }

    /** A newcomer by its parts. */
    static ForwardJoin forwardJoin(PeerId newcomer, long sketch, int ttl) {
        return new ForwardJoin(new MemberEntry(newcomer, sketch), ttl);
    }
}
