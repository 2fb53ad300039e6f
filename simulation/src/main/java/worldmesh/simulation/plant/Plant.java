package worldmesh.simulation.plant;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A bug that is built in on purpose. */
public enum Plant {
    /** Nothing is planted. */
    NONE,
    /** The journal reports a batch durable before it is synced. */
    ACK_BEFORE_SYNC,
    /** The authority does not recognise a command it has answered already. */
    SKIP_DEDUP,
    /** One peer silently ignores some deltas it is sent. */
    DROP_DELTA,
    /** One peer sends in the order of a hash map over object identities. */
    UNSORTED_ITERATION,
    /** Replicas accept writes to cells that another peer owns. */
    ACCEPT_FOREIGN_OWNER,
    /** Members of a party accept entries of an epoch that is over. */
    STALE_EPOCH,
    /** The holder of a party acknowledges what is on its own disk alone. */
    ACK_WITHOUT_MAJORITY,
    /** Newcomers install any state they are sent. */
    TRUST_SNAPSHOT,
    /** Whoever is in reach counts as a member of the roster. */
    NEWCOMERS_VOTE,
    /** Members store what the holder proposes without running the rules again. */
    SKIP_RULES_AUDIT,
    /** Holder and members take commands that their players did not sign. */
    FORGED_COMMANDS,
    /** One replica orders writes by their arrival. */
    MERGE_BY_ARRIVAL,
    /** One replica forgets what was deleted or removed. */
    DROP_TOMBSTONE,
    /** One replica settles writes that others may still contradict. */
    COLLAPSE_EARLY,
    /** Replicas keep their name when they come back from a crash, and so use dots twice. */
    REUSE_DOT,
    /** Peers of an overlay never ask for what was only announced to them. */
    NO_REPAIR,
    /** Peers of an overlay take every message from every neighbour. */
    NO_PRUNE,
    /** Peers of an overlay know nobody but their neighbours. */
    FORGET_PASSIVE;

    /** True for a bug that one run of a seed shows; the others are found by comparing two. */
    public boolean showsInOneRun() {
        return this != NONE && this != UNSORTED_ITERATION;
    }

    /** The name as on the command line: {@code ack-before-sync}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The plant with this word. */
    public static Plant parse(String word) {
        return Arrays.stream(values())
                .filter(plant -> plant.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("plant is " + word + ", must be one of "
                        + Arrays.stream(values()).map(Plant::word).collect(Collectors.joining(", "))));
    }
}
