package worldmesh.world.crdt.sequence;

import java.util.List;

/** Makes splices of what was and what is, and takes them back. Keeps no state. */
public final class Splices {
    private Splices() {}

    /** What two sequences of units differ by: one splice, none if they are equal. */
    public static List<Splice> between(Units before, Units after) {
        int most = Math.min(before.length(), after.length());
        int same = 0;
        while (same < most && before.isSame(same, after, same)) {
            same++;
        }
        int end = 0;
        while (end < most - same && before.isSame(before.length() - 1 - end, after, after.length() - 1 - end)) {
            end++;
        }
        if (same == before.length() && same == after.length()) {
            return List.of();
        }
        return List.of(
                new Splice(same, before.part(same, before.length() - end), after.part(same, after.length() - end)));
    }

    /** What was before the splices made this. */
    public static Units undone(Units after, List<Splice> splices) {
        Units out = after.fresh();
        int at = 0;
        for (Splice splice : splices) {
            out.append(after, at, splice.position());
            out.append(splice.deleted(), 0, splice.deleted().length());
            at = splice.position() + splice.inserted().length();
        }
        out.append(after, at, after.length());
        return out;
    }

    /** True if the splices that made this leave it as it was. */
    public static boolean areVoid(Sequence after, List<Splice> splices) {
        int gone = 0;
        int come = 0;
        for (Splice splice : splices) {
            gone += splice.deleted().length();
            come += splice.inserted().length();
        }
        if (gone != come || gone == 0) {
            return splices.isEmpty();
        }
        Units seen = after.seen();
        return undone(seen, splices).compare(seen) == 0;
    }
}
