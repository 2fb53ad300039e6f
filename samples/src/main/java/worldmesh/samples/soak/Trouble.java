package worldmesh.samples.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What can happen to a party, drawn in rounds so that every kind has its turn. */
enum Trouble {
    /** The holder is killed and comes back. */
    KILL_HOLDER,
    /** Another is killed and comes back. */
    KILL_OTHER,
    /** One leaves in good order and joins again. */
    LEAVE,
    /** Another is killed and comes back when the logs of the rest do not reach back so far any more. */
    AWAY,
    /** One leaves, and somebody new comes in its place with an empty store. */
    NEWCOMER,
    /** The holder stops where it stands for three seconds. */
    STALL_HOLDER,
    /** The party is cut in two for ten seconds; only on a LAN. */
    SPLIT,
    /** One cable is out for ten seconds; only on a LAN. */
    UNPLUG;

    boolean needsLan() {
        return this == SPLIT || this == UNPLUG;
    }

    /** Draws kinds for ever: each round has all that the place allows, in an order of its own. */
    static final class Rounds {
        private final RandomGenerator random;
        private final boolean lan;
        private final boolean patient;
        private final List<Trouble> left = new ArrayList<>();

        Rounds(RandomGenerator random, boolean lan, boolean patient) {
            this.random = random;
            this.lan = lan;
            this.patient = patient;
        }

        Trouble next() {
            if (left.isEmpty()) {
                for (Trouble each : values()) {
                    if ((lan || !each.needsLan()) && (patient || each != AWAY)) {
                        left.add(each);
                    }
                }
            }
            return left.remove(random.nextInt(left.size()));
        }
    }
}
