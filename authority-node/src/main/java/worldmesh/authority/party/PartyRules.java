package worldmesh.authority.party;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.identity.PeerId;

/** The rules that keep a party safe. A seam: simulations plant a bug by breaking one, and must find it. */
public interface PartyRules {
    /** All rules as they are meant. */
    PartyRules STRICT = new PartyRules() {};

    /** True if a message of {@code epoch} may be followed by a member that promised {@code promised}. */
    default boolean follows(long epoch, long promised) {
        return epoch >= promised;
    }

    /** True if an entry of commands that is on these disks is committed. */
    default boolean commits(PartyRoster roster, Set<PeerId> disks) {
        return roster.hasMajority(disks);
    }

    /** True if a new roster that is on these disks is in force. */
    default boolean commits(PartyRoster old, PartyRoster next, Set<PeerId> disks) {
        boolean agreed = next.adopted() ? disks.containsAll(next.stayingFrom(old)) : old.hasQuorum(disks);
        return agreed && next.hasMajority(disks);
    }

    /** True if these members of a roster may elect a holder or change the roster. */
    default boolean mayElect(PartyRoster roster, List<PeerId> present) {
        return roster.hasQuorum(present);
    }

    /** True if these votes make a holder; a roster that may be in force already has its say too. */
    default boolean elects(PartyRoster roster, @Nullable PartyRoster pending, List<PeerId> view, Set<PeerId> votes) {
        return roster.hasQuorum(votes) && (pending == null || pending.hasQuorum(votes));
    }

    /** True if a state may be installed that a majority vouches for, or does not. */
    default boolean trustsState(boolean vouched) {
        return vouched;
    }

    /** True if commands count only with their players' seals. */
    default boolean asksForSeals() {
        return true;
    }

    /** True if an entry with this outcome of its audit may be stored. */
    default boolean storesEntry(boolean sound) {
        return sound;
    }
}
