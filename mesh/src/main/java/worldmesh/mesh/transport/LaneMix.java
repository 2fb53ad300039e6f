package worldmesh.mesh.transport;

/** Divides the room of records between the lanes. Confined to its owner. */
final class LaneMix {
    /** Of each so many bytes of streams one record is of BULK, if both wait: RELIABLE has seven eighths. */
    private static final int BULK_TURN_BYTES = 8 * Transport.MAX_CONTENT_BYTES;

    /** The prompt lanes go first, but leave one record after so many to the streams, if these may go. */
    private static final int PROMPT_PARTS = 7;

    private final PromptLanes prompt;
    private final LaneQueue reliable;
    private final LaneQueue bulk;
    private final SentRecords sent;
    private long sinceBulk;
    private int owedBytes;
    private int streamBytes;
    private int bulkLimit = Integer.MAX_VALUE;

    LaneMix(PromptLanes prompt, LaneQueue reliable, LaneQueue bulk, SentRecords sent) {
        this.prompt = prompt;
        this.reliable = reliable;
        this.bulk = bulk;
        this.sent = sent;
    }

    /** Bytes of streams that may go now. */
    long streamsReady() {
        return reliable.ready(sent) + bulk.ready(sent);
    }

    /** BULK goes no further than there in a record. */
    void limitBulk(int end) {
        bulkLimit = end;
    }

    /** Bytes of streams in what was filled last. */
    int streamBytes() {
        return streamBytes;
    }

    /**
     * The prompt lanes in front, unless they have left the streams nothing for too long; streams only if {@code paced}
     * lets them. Answers where the record ends.
     */
    int fill(byte[] data, int from, int limit, boolean paced) {
        boolean streamsFirst = paced && owedBytes >= Transport.MAX_CONTENT_BYTES;
        int promptFrom = streamsFirst ? fillStreams(data, from, limit) : from;
        int promptEnd = prompt.fill(data, promptFrom, limit);
        int end = paced && !streamsFirst ? fillStreams(data, promptEnd, limit) : promptEnd;
        streamBytes = end - from - (promptEnd - promptFrom);
        owedBytes = Math.max(0, owedBytes - streamBytes);
        if (promptEnd > promptFrom) {
            boolean waits = paced && streamsReady() > 0;
            owedBytes = waits ? owedBytes + (promptEnd - promptFrom) / PROMPT_PARTS : 0;
        }
        return end;
    }

    /** The prompt lanes alone. */
    int fillPrompt(byte[] data, int from, int limit) {
        streamBytes = 0;
        return prompt.fill(data, from, limit);
    }

    /** The streams alone. */
    int fillStreams(byte[] data, int from, int limit) {
        boolean bulkFirst = sinceBulk >= BULK_TURN_BYTES && bulk.ready(sent) > 0;
        int bulkEnd = Math.min(limit, bulkLimit);
        int at = bulkFirst ? fillFrom(bulk, data, from, bulkEnd) : fillFrom(reliable, data, from, limit);
        sinceBulk = bulkFirst ? 0 : Math.min(BULK_TURN_BYTES, sinceBulk + at - from);
        at = bulkFirst ? fillFrom(reliable, data, at, limit) : fillFrom(bulk, data, at, bulkEnd);
        int end = at > from ? sent.repeat(reliable, data, at, limit) : at;
        streamBytes = end - from;
        return end;
    }

    private int fillFrom(LaneQueue lane, byte[] data, int from, int limit) {
        int at = from;
        for (int size = lane.write(data, at, limit, sent); size > 0; size = lane.write(data, at, limit, sent)) {
            at += size;
        }
        return at;
    }
}
