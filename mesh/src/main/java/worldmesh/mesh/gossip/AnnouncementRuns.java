package worldmesh.mesh.gossip;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.gossip.wire.TreeFrame;

/** Joins numbers that follow each other to one entry of an announcement. Confined to its owner, for one flush. */
final class AnnouncementRuns {
    private final List<TreeFrame.Announced> entries = new ArrayList<>();
    private @Nullable Stream stream;
    private long last;
    private int run;
    private long nowNanos;

    /** One more, in order of index and number. */
    void add(Stream of, long number, long now) {
        nowNanos = now;
        if (of == stream && number == last) {
            return;
        }
        if (of == stream && number == last + 1 && run < TreeFrame.MAX_WANTED) {
            run++;
        } else {
            end();
            run = 1;
        }
        stream = of;
        last = number;
    }

    private void end() {
        if (stream != null) {
            entries.add(new TreeFrame.Announced(stream.index, last, run, age(stream)));
        }
    }

    private int age(Stream of) {
        if (!of.isRecent(last)) {
            return TreeFrame.NO_AGE;
        }
        long age = Math.floorDiv(of.ageNanos(last, nowNanos), TreeFrame.AGE_NANOS);
        return age > TreeFrame.MAX_AGE ? TreeFrame.NO_AGE : (int) Math.max(TreeFrame.MIN_AGE, age);
    }

    /** The frames of all that was added. */
    List<TreeFrame> frames() {
        end();
        List<TreeFrame> frames = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += TreeFrame.MAX_ENTRIES) {
            frames.add(new TreeFrame.Announce(
                    entries.subList(from, Math.min(entries.size(), from + TreeFrame.MAX_ENTRIES))));
        }
        return frames;
    }
}
