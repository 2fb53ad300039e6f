package worldmesh.authority.party;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;

/**
 * Sends members the entries they lack, in parts of which several are on their way at once: one part at first, twice as
 * many for each that was taken. A part is asked for when the one before it was, which takes an update at each side;
 * whoever missed ten seconds of a busy party would wait longer for its parts than it needs to judge them. Confined to
 * the owner's thread.
 */
final class CatchUp {
    /** Entries further behind than this are dearer than the state. */
    static final int ENTRIES_MAX = 1024;

    /** One part; a larger entry is a part of its own. */
    static final long PART_BYTES = 128 << 10;

    /** Parts on their way to one member at most. */
    static final int AHEAD_MAX = 4;

    private final PartyMember member;
    private final long partBytes;
    private final Map<PeerId, Course> courses = new LinkedHashMap<>();

    /** What is on its way to one member: where each part ends, and how many may be. */
    private static final class Course {
        final long epoch;
        final Deque<Head> ends = new ArrayDeque<>();
        int ahead = 1;

        Course(long epoch) {
            this.epoch = epoch;
        }

        /** True if a part ended there, which was taken then, as were those before it. */
        boolean take(Head after, long now) {
            if (epoch != now || !ends.contains(after)) {
                return false;
            }
            while (!after.equals(ends.poll())) {
                // taken before
            }
            ahead = Math.min(AHEAD_MAX, 2 * ahead);
            return true;
        }
    }

    CatchUp(PartyMember member, long partBytes) {
        this.member = member;
        this.partBytes = partBytes;
    }

    /** Answers who asks for what comes after an entry; whoever asks for the same again is sent it again. */
    void answer(PeerId to, Head after, long epoch) {
        courses.keySet().retainAll(member.view());
        Course course = courses.get(to);
        if (course == null || !course.take(after, epoch)) {
            course = new Course(epoch);
            courses.put(to, course);
        }
        boolean answered = !course.ends.isEmpty();
        Head next = answered ? course.ends.getLast() : after;
        while (course.ends.size() < course.ahead) {
            List<byte[]> entries = member.log.after(next, ENTRIES_MAX, partBytes);
            if (entries == null) {
                courses.remove(to);
                member.send(to, new PartyMessage.Differ(epoch, next));
                return;
            }
            if (entries.isEmpty() && answered) {
                return;
            }
            send(to, epoch, next, entries);
            answered = true;
            next = Objects.requireNonNull(member.log.at(next.tick() + entries.size()), "an entry was here just now");
            course.ends.add(next);
        }
    }

    private void send(PeerId to, long epoch, Head after, List<byte[]> entries) {
        List<byte[]> proofs = member.ballots().rosterProofs(entries);
        member.send(to, new PartyMessage.Entries(epoch, after, entries, member.log.committed(), proofs));
    }
}
