package worldmesh.mesh.transport;

import java.util.Arrays;
import worldmesh.mesh.link.Lane;

/** Which chunks of streams one record carries, and what became of it. Confined to its owner. */
final class SentRecord {
    long counter = -1;
    long sentAt;
    boolean outstanding;

    /** Is acknowledged at once. */
    boolean asking;

    /** Taken for lost; */
    boolean given;

    /** but by silence alone, which says nothing of order. */
    boolean probed;

    int chunks;

    /** Those at the beginning that are not repeated from the record before. */
    int fresh;

    /** A copy of all of it went with the record after it. */
    boolean repeated;

    /** Carries chunks that were sent before; */
    boolean again;

    /** for the third time, so that no further copy is made early. */
    boolean last;

    /** Its chunks were given to be sent again before it was known to be lost: others see to them now. */
    boolean replaced;

    StreamSender[] streams = new StreamSender[1];
    long[] offsets = new long[1];
    int[] lengths = new int[1];

    void begin(long newCounter, long now) {
        counter = newCounter;
        sentAt = now;
        outstanding = false;
        asking = false;
        given = false;
        chunks = 0;
        fresh = 0;
        repeated = false;
        again = false;
        last = false;
        replaced = false;
    }

    long bytes() {
        long sum = 0;
        for (int i = 0; i < chunks; i++) {
            sum += lengths[i];
        }
        return sum;
    }

    void add(StreamSender stream, long offset, int length) {
        if (chunks == lengths.length) {
            streams = Arrays.copyOf(streams, chunks * 2);
            offsets = Arrays.copyOf(offsets, chunks * 2);
            lengths = Arrays.copyOf(lengths, chunks * 2);
        }
        streams[chunks] = stream;
        offsets[chunks] = offset;
        lengths[chunks++] = length;
    }

    StreamSender stream(int index) {
        return streams[index];
    }

    void acknowledged() {
        for (int i = 0; i < chunks; i++) {
            streams[i].onAcknowledged(offsets[i], lengths[i]);
        }
    }

    void lost(boolean bySilence) {
        given = true;
        probed = bySilence;
        if (!replaced) {
            sendAgain();
        }
    }

    /** Gives its chunks to their streams, as if lost, though it may still arrive. */
    void replace() {
        replaced = true;
        sendAgain();
    }

    /** True if all it carries is of the reliable lane. */
    boolean isReliable() {
        for (int i = 0; i < chunks; i++) {
            if (streams[i].lane != Lane.RELIABLE) {
                return false;
            }
        }
        return chunks > 0;
    }

    private void sendAgain() {
        for (int i = 0; i < chunks; i++) {
            streams[i].onLost(offsets[i], lengths[i]);
        }
    }
}
