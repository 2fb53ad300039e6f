package worldmesh.testkit.check;

import java.util.Locale;

/** What a world promises. */
public enum Promise {
    /** All replicas that heard of each other hold the same state. */
    CONVERGENCE,
    /** A command that was acknowledged is in the store. */
    NO_LOST_ACK,
    /** A command takes effect at most once. */
    EXACTLY_ONCE,
    /** The sum over all accounts never changes. */
    LEDGER,
    /** Members of a party never commit different things at one place of the log. */
    ONE_LOG,
    /** An epoch has one holder. */
    ONE_HOLDER,
    /** All members keep the same peers out. */
    ONE_DOOR,
    /** A command that waited for the party to meet is accepted or rejected afterwards, not both, and visibly. */
    VISIBLE_OUTCOME,
    /** A member that breaks the rules changes nothing and loses the role. */
    NO_CHEAT,
    /** A store never contradicts itself or the world that was played on it. */
    SOUND_STORE,
    /** Confirmed state holds no write that its author had no right to. */
    VALIDITY,
    /** Every subscriber of a topic gets every message once, unless it or all that had the message died. */
    DELIVERY,
    /** Messages cost few copies and little talk besides, and arrive almost as soon as by a flood. */
    THRIFT,
    /** All peers of a world are linked with each other by way of neighbours, within the bounds of their views. */
    ONE_OVERLAY,
    /** The same seed gives the same run. */
    REPEATABLE,
    /** Nothing in the product throws. */
    NO_CRASH;

    /** The name as in reports: {@code no-lost-ack}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
