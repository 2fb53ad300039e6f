package worldmesh.mesh.membership;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * This peer's membership of one party. The mesh's links carry it, so that a member is always the holder of its key.
 *
 * <p><b>What is promised</b> to a member between {@link #join} and {@link #leave}:
 *
 * <ol>
 *   <li>It is in every view it is told of, and its views grow in id from one exclusion to the next.
 *   <li>The first member of a view is its coordinator; who was in the last view keeps its place before who was not. A
 *       first member does not wait for others: alone, its view comes within a second.
 *   <li>Members that reach each other and whose links stay up come to the same view, whatever happened before.
 *   <li>A member that is not heard for the links' suspect time, and that no other member hears either, is suspected and
 *       a view without it follows, made by the coordinator or, if that is the one unheard, by the next in the view.
 *   <li>After a split each side has its own views. When they reach each other again they get one merged view that names
 *       the views it came from. The side with more members is senior in it; between equal ones the side with the
 *       coordinator of the last common view, then the one whose first member has the smaller id.
 *   <li>A member that stood still and was excluded meanwhile is told {@link MembershipEvent.Excluded} before any other
 *       view, and comes back as the youngest without a merge. Its messages under the old view are not taken by the
 *       layer.
 *   <li>Nobody is a member that its coordinator has not admitted; views never have more members than the limit.
 *   <li>Views, suspicions and evictions are believed only from the coordinator of the last view over its own link or,
 *       when this member itself does not hear that one any more, from the next in the view that it hears.
 * </ol>
 *
 * <p><b>What is not promised.</b> Views are not a quorum: both sides of a split have one. A dishonest coordinator may
 * drop or keep back an honest member, and may name members that this member does not reach (they are suspected); what
 * it cannot do is speak for another or make this member take back a view. What must hold against it, holds above, by
 * signatures and the roster's majority. Without full reachability views may come and go.
 *
 * <p>One caller thread; nothing here blocks. Events wait in a bounded inbox until {@link #drain}.
 */
public interface Membership extends AutoCloseable {
    /** No party ever has more members: views of more than 64 collapsed under their own traffic when measured. */
    int MAX_MEMBERS = 64;

    /** Members of a party unless it is configured otherwise. */
    int DEFAULT_MEMBERS = 32;

    /** This peer. */
    PeerId self();

    /** Enters {@code party}; ends in a view or in {@link MembershipEvent.Excluded}. Not while in a party. */
    void join(PartyId party);

    /** Leaves in good order: the others get a view without this peer at once. Nothing is reported any more. */
    void leave();

    /**
     * Takes {@code peer}, to which there is or will be a link, for a fellow of the party. What it says about the party
     * is heard only from now on. Both ends must have admitted each other. Kept until {@link #evict}; an evicted peer
     * may be admitted again.
     */
    void admit(PeerId peer);

    /**
     * Does not take {@code peer} for a fellow any more. The coordinator's word removes it from the view and the peer is
     * told; anybody else's only stops this member from hearing it.
     */
    void evict(PeerId peer);

    /** The last view handed out by {@link #drain}, null while in none. */
    @Nullable View view();

    /** Hands at most {@code max} events to {@code consumer} on the calling thread; answers how many. */
    int drain(Consumer<? super MembershipEvent> consumer, int max);

    /** Leaves and ends; idempotent. */
    @Override
    void close();
}
