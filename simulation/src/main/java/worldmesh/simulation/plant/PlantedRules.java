package worldmesh.simulation.plant;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.PartyRules;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.identity.PeerId;

/** The rules of a party with one of them broken, as a planted bug says. */
public final class PlantedRules {
    private PlantedRules() {}

    /** The rules under this plant; as they are meant if it is none of theirs. */
    public static PartyRules of(Plant plant) {
        return switch (plant) {
            case STALE_EPOCH -> new StaleEpoch();
            case ACK_WITHOUT_MAJORITY -> new AckWithoutMajority();
            case TRUST_SNAPSHOT -> new TrustSnapshot();
            case NEWCOMERS_VOTE -> new NewcomersVote();
            case SKIP_RULES_AUDIT -> new SkipRulesAudit();
            case FORGED_COMMANDS -> new ForgedCommands();
            case NONE,
                    ACK_BEFORE_SYNC,
                    SKIP_DEDUP,
                    DROP_DELTA,
                    UNSORTED_ITERATION,
                    ACCEPT_FOREIGN_OWNER,
                    MERGE_BY_ARRIVAL,
                    DROP_TOMBSTONE,
                    COLLAPSE_EARLY,
                    REUSE_DOT,
                    NO_REPAIR,
                    NO_PRUNE,
                    FORGET_PASSIVE -> PartyRules.STRICT;
        };
    }

    private static final class StaleEpoch implements PartyRules {
        @Override
        public boolean follows(long epoch, long promised) {
            return true;
        }
    }

    private static final class AckWithoutMajority implements PartyRules {
        @Override
        public boolean commits(PartyRoster roster, Set<PeerId> disks) {
            return !disks.isEmpty();
        }
    }

    private static final class TrustSnapshot implements PartyRules {
        @Override
        public boolean trustsState(boolean signed) {
            return true;
        }
    }

    private static final class NewcomersVote implements PartyRules {
        @Override
        public boolean mayElect(PartyRoster roster, List<PeerId> present) {
            return 2 * present.size() > roster.members().size();
        }

        @Override
        public boolean commits(PartyRoster old, PartyRoster next, Set<PeerId> disks) {
            return next.hasMajority(disks);
        }

        @Override
        public boolean elects(PartyRoster roster, @Nullable PartyRoster pending, List<PeerId> view, Set<PeerId> votes) {
            return 2 * votes.size() > roster.members().size();
        }
    }

    private static final class ForgedCommands implements PartyRules {
        @Override
        public boolean asksForSeals() {
            return false;
        }
    }

    private static final class SkipRulesAudit implements PartyRules {
        @Override
        public boolean storesEntry(boolean sound) {
            return true;
        }
    }
}
