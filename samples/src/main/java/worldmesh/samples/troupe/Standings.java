package worldmesh.samples.troupe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the players of a troupe last said of themselves; by their numbers, the founder is 0. */
public final class Standings {
    private final List<ChildPeer> children;

    Standings(List<ChildPeer> children) {
        this.children = children;
    }

    /** What a player last said of its part in the authority. */
    public Optional<Standing> of(int player) {
        return children.get(player).said("role").map(Standing::parse);
    }

    /** The player that says it holds the role, under the highest epoch anybody names. */
    public Optional<Integer> holder() {
        int found = -1;
        long highest = -1;
        for (int i = 0; i < children.size(); i++) {
            Optional<Standing> standing = of(i);
            if (children.get(i).isAlive()
                    && standing.isPresent()
                    && standing.get().holds()) {
                if (standing.get().epoch() > highest) {
                    highest = standing.get().epoch();
                    found = i;
                }
            }
        }
        return found < 0 ? Optional.empty() : Optional.of(found);
    }

    /** How many this player said it is linked to, itself included. */
    public Optional<Long> linked(int player) {
        return counted("members", player).map(now -> now.get(0));
    }

    /** True if every living player says that it is linked to so many, itself included. */
    public boolean isLinked(int present) {
        return areAll("members", present);
    }

    /** True if every living player says that its view has so many members. */
    public boolean isInView(int members) {
        return areAll("view", members);
    }

    /** True if every living player says that its disk counts, on a roster of so many. */
    public boolean isSeated(int roster) {
        return living().allMatch(player -> of(player)
                .filter(now -> now.isSeated() && now.roster() == roster)
                .isPresent());
    }

    /** The wall time at which one of this player's commands was accepted last. */
    public Optional<Long> answeredMillis(int player) {
        return children.get(player).said("answered").map(Long::valueOf);
    }

    /** True if a command of any living player was accepted after a wall time. */
    public boolean isAnsweredSince(long millis) {
        return living().anyMatch(player ->
                answeredMillis(player).filter(at -> at > millis).isPresent());
    }

    /** The wall time at which the last player's number of links changed last. */
    public long lastMemberMillis() {
        return lastMillis("members");
    }

    /** The wall time at which the last player's view changed its size last. */
    public long lastViewMillis() {
        return lastMillis("view");
    }

    private long lastMillis(String key) {
        return living().mapToLong(
                        player -> counted(key, player).map(now -> now.get(1)).orElse(0L))
                .max()
                .orElse(0);
    }

    private boolean areAll(String key, int count) {
        IntPredicate fits = player ->
                counted(key, player).filter(now -> now.get(0) == count).isPresent();
        return living().allMatch(fits);
    }

    // How many, and the wall time at which it became so.
    private Optional<List<Long>> counted(String key, int player) {
        return children.get(player)
                .said(key)
                .map(line -> Stream.of(line.split(" ", -1)).map(Long::valueOf).toList());
    }

    private IntStream living() {
        return IntStream.range(0, children.size())
                .filter(player -> children.get(player).isAlive());
    }

    @Override
    public String toString() {
        List<String> all = new ArrayList<>();
        for (ChildPeer child : children) {
            all.add(child.name() + " " + child.said("role").orElse("?") + ", links "
                    + child.said("members").orElse("?"));
        }
        return String.join("; ", all);
    }
}
