package worldmesh.authority.party;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;

/**
 * What members say a moment before the view shows them here: that they hold the role, and what they ask for. A view
 * reaches its members one after the other, and who is quick would be heard only when it says it again, half a second
 * later. For the others it is as if the words had been longer on their way. Confined to the owner's thread.
 */
final class EarlyWords {
    /** A view that comes later than this is another one. */
    static final long KEPT_NANOS = 1_000_000_000L;

    /** One of each kind of each member of the largest party; the oldest makes room. */
    static final int WORDS_MAX = 64;

    /** An introduction names the rosters since the last one known; what is longer is said again. */
    static final int WORD_BYTES_MAX = 16 << 10;

    private final Deque<Word> words = new ArrayDeque<>();

    /** What somebody said, and when. */
    @SuppressWarnings("ArrayRecordComponent")
    record Word(PeerId from, Class<? extends PartyMessage> kind, byte[] bytes, long atNanos) {}

    /** Keeps a message of somebody who is not in view, in place of the last one like it, if it is worth it. */
    void add(PeerId from, PartyMessage message, byte[] bytes, long nowNanos) {
        boolean kept = message instanceof PartyMessage.Lead || message instanceof PartyMessage.Fetch;
        if (!kept || bytes.length > WORD_BYTES_MAX) {
            return;
        }
        words.removeIf(word -> word.from().equals(from) && word.kind() == message.getClass());
        words.addLast(new Word(from, message.getClass(), bytes, nowNanos));
        if (words.size() > WORDS_MAX) {
            words.removeFirst();
        }
    }

    /** Takes out what those said not long ago who are in view now, in the order it came. */
    List<Word> take(List<PeerId> view, long nowNanos) {
        words.removeIf(word -> nowNanos - word.atNanos() > KEPT_NANOS);
        List<Word> due = new ArrayList<>(words);
        due.removeIf(word -> !view.contains(word.from()));
        words.removeAll(due);
        return due;
    }
}
