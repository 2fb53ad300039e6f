package worldmesh.samples.lanparty.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of the page, as records whose component names are those of its script. */
public final class FrameLines {
    private FrameLines() {}

    /** Sent once when a page connects: who this is and the ground. */
    public record Hello(
            String t, String me, String name, int colour, String world, int size, int origin, String terrain) {}

    /** Something on a tile; {@code left} is what is in it, {@code p} what pending strokes take from it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Thing(
            String id,
            String k,
            int x,
            int y,
            int c,
            long left,
            long p,
            @Nullable String text) {}

    /** A player on the map. */
    public record Player(String id, String name, int c, float x, float y, int hp, boolean online) {}

    /** The player of this page; the pending amounts are what unanswered commands would add. */
    public record Me(boolean entered, int hp, long gold, long wood, long goldPending, long woodPending) {}

    /** How the session fares; {@code answerMillis} is how long the last verdict took, -1 before the first. */
    public record Stats(
            int pending, long accepted, long rejected, long answerMillis, String holder, long epoch, long beyond) {}

    /**
     * A peer of the party; {@code state} is "connected", "suspected" or "away", {@code unstable} says that it is heard
     * unsteadily, {@code kbits} what the line there was seen to carry, {@code full} that this is all,
     * {@code hertz} how often it is told of motion if that is less often than there is some.
     */
    public record Peer(
            String name,
            int c,
            boolean me,
            boolean holder,
            String state,
            String sector,
            double rtt,
            double loss,
            double jitter,
            long kbits,
            boolean full,
            int hertz,
            boolean unstable,
            String fingerprint) {}

    /**
     * The party's role as this peer sees it.
     *
     * @param role "holder", "follower", "newcomer", "provisional", "guest" without a disk that counts, or empty
     * @param adoptable true if the player may go on without the others
     * @param disks members whose disks make what is confirmed
     * @param provisional this player's deeds that wait for the majority
     * @param rejected those of them that were rejected when the sides met, each with its reason
     * @param notices what happened to the role, the newest last
     */
    public record Standing(
            String role,
            boolean adoptable,
            int disks,
            List<String> provisional,
            List<String> rejected,
            List<Notice> notices) {}

    /** Something that happened to the role; {@code kind} is "taken", "healed", "deposed" and such. */
    public record Notice(String kind, String text) {}

    /**
     * Who may come in.
     *
     * @param invite true if newcomers need an invitation
     * @param locked true if nobody new comes in
     * @param reason why it is locked
     * @param left players whom this player's invitations can still let in
     * @param host true if this player locks, kicks and bans
     * @param barred who must stay out
     */
    public record Door(boolean invite, boolean locked, String reason, long left, boolean host, List<String> barred) {}

    /** An open offer. */
    public record Trade(String id, String from, String give, String want, boolean mine) {}

    /**
     * A file that players share.
     *
     * @param id its hash: what is in it
     * @param state "offered", "opening", "fetching", "here", "shared" or "failed"
     * @param percent how much of it is here
     * @param sources peers it is fetched from
     * @param from who shares it, empty if it is this player
     * @param why what stood in the way if it failed
     */
    public record Shared(
            String id, String name, long size, String state, int percent, int sources, String from, String why) {}

    /** A line of chat; no author means the game itself, fresh ones are shown over the player's head. */
    public record Chat(String from, int c, String text, boolean fresh) {}

    /** A short notice: "rejected", "good" or "plain". */
    public record Toast(String kind, String text) {
        /** Of a deed that was refused, with its reason: never dropped. */
        boolean isError() {
            return kind.equals("rejected");
        }
    }

    /** What all viewers see alike. */
    public record Picture(
            List<Player> players,
            Me me,
            Stats stats,
            Standing party,
            Door door,
            List<Peer> peers,
            List<Trade> trades,
            List<Shared> files) {}

    /** One frame for one viewer; {@code full} tells it to forget the things it knows. */
    record Frame(
            String t,
            long n,
            boolean full,
            List<Thing> put,
            List<String> del,
            List<Player> players,
            Me me,
            Stats stats,
            Standing party,
            Door door,
            List<Peer> peers,
            List<Trade> trades,
            List<Shared> files,
            List<Chat> chat,
            List<Toast> toasts) {}
}
