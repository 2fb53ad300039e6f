package worldmesh.peer.checkup;

import java.util.List;
import worldmesh.mesh.path.WayResult;

/** What follows from what both sides saw, for one of them. */
public enum Finding {
    /** Datagrams go there and back without a server. */
    DIRECT("a direct way works", "nothing"),
    /** Ours arrive there, theirs do not arrive here. */
    DEAF_HERE(
            "what this side sends arrives, but nothing comes back: a firewall here drops UDP that comes in,"
                    + " or one there what goes out",
            "let UDP in to this program on this machine; then look at the other side's firewall"),
    /** The same seen from the other side. */
    DEAF_THERE(
            "what the other side sends arrives here, but it hears no answer: a firewall there drops UDP that comes"
                    + " in, or one here what goes out",
            "let the other player allow UDP in to the program; then look at this side's firewall"),
    /** Both hear the other's checks, and neither the answers. */
    ANSWERS_LOST(
            "checks arrive on both sides, answers do not: they leave by another address than they came to",
            "use one network on each machine, without VPN or second card"),
    /** Nothing passes, either way. */
    NOTHING_PASSES(
            "nothing passes either way: two NATs that each wait for the other's next port, or firewalls on both sides",
            "forward the UDP port at one of the routers, name a TURN server in mesh.ice.turn-servers, or play with a"
                    + " member that both reach: it carries for the two"),
    /** There is no pair of addresses to try. */
    NO_PAIR(
            "the two have no kind of address in common, or tell none to each other",
            "give both IPv4, or both IPv6; without a STUN server or a member outside, addresses behind a NAT stay"
                    + " unknown"),
    /** The other side did not tell what it saw. */
    UNTOLD(
            "no direct way works, and the other side did not tell what it saw",
            "let the other player run the same check, with this side's invitation");

    private final String reason;
    private final String advice;

    Finding(String reason, String advice) {
        this.reason = reason;
        this.advice = advice;
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }

    /** What to do. */
    public String advice() {
        return advice;
    }

    /** The same for a script; empty where it is for people to look. */
    public List<Remedy> remedies() {
        return switch (this) {
            case DEAF_HERE -> List.of(new Remedy(Remedy.Place.HERE, Remedy.Action.ALLOW, "udp-in"));
            case DEAF_THERE -> List.of(new Remedy(Remedy.Place.THERE, Remedy.Action.ALLOW, "udp-in"));
            case NOTHING_PASSES -> List.of(new Remedy(Remedy.Place.ROUTER, Remedy.Action.ALLOW, "udp-in"));
            case DIRECT, ANSWERS_LOST, NO_PAIR, UNTOLD -> List.of();
        };
    }

    /** What {@code ours} and {@code theirs} say together, to the side of {@code ours}. */
    public static Finding of(List<WayResult> ours, List<WayResult> theirs) {
        if (anyAnswer(ours) || anyAnswer(theirs)) {
            return DIRECT;
        }
        if (theirs.isEmpty()) {
            return UNTOLD;
        }
        boolean tried = ours.stream().anyMatch(way -> way.direct() && way.outcome() != WayResult.Outcome.UNTRIED);
        if (!tried) {
            return NO_PAIR;
        }
        boolean here = hears(ours);
        boolean there = hears(theirs);
        if (here == there) {
            return here ? ANSWERS_LOST : NOTHING_PASSES;
        }
        return there ? DEAF_HERE : DEAF_THERE;
    }

    private static boolean anyAnswer(List<WayResult> ways) {
        return ways.stream().anyMatch(way -> way.direct() && way.outcome() == WayResult.Outcome.ANSWERED);
    }

    private static boolean hears(List<WayResult> ways) {
        return ways.stream().anyMatch(way -> way.direct() && way.heard());
    }
}
