package worldmesh.mesh.gossip.wire;

import java.util.List;
import worldmesh.mesh.topic.TopicId;

/** How messages travel, docs/wire-gossip.md "Trees". */
public sealed interface TreeFrame extends GossipFrame {
    /** Streams that one side of a link gives indexes to. */
    int MAX_STREAMS = 4_096;

    /** Most entries of one frame. */
    int MAX_ENTRIES = 256;

    /** Most messages asked for in one entry. */
    int MAX_WANTED = 64;

    /** The largest number of a message: at 1,000 a second for a year. */
    long MAX_NUMBER = (1L << 35) - 1;

    /** Hops beyond which a message goes round. */
    int MAX_HOPS = 63;

    /** The unit of {@link Announced#age()}. */
    long AGE_NANOS = 5_000_000;

    /** The least and the greatest age that can be said, and one that says nothing. */
    int MIN_AGE = -120;

    int MAX_AGE = 134;

    int NO_AGE = 135;

    /** What a hop is worth in time, where ways are compared. */
    long HOP_NANOS = 30_000_000L;

    /** The sender subscribes to topics, or does no more. */
    record Subscribe(boolean on, List<TopicId> topics) implements TreeFrame {
        /** Copies the topics. */
        public Subscribe {
            topics = List.copyOf(topics);
        }
    }

    /** From now on the sender calls the stream by an index of its own. */
    record Bind(int index, StreamId stream) implements TreeFrame {}

    /** One message of a stream of the sender's. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    record Message(int index, long number, int hops, byte[] payload) implements TreeFrame {}

    /** Messages that the sender has and does not send. */
    record Announce(List<Announced> entries) implements TreeFrame {
        /** Copies the entries. */
        public Announce {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Messages of one stream of the sender's: {@code run} of them, ending with {@code last}.
     *
     * @param age for how long the sender has the last one, in {@link #AGE_NANOS}, less {@link #HOP_NANOS} for each hop
     *     that it made
     */
    record Announced(int index, long last, int run, int age) {}

    /** Messages that the sender wants, by indexes of the receiver's. */
    record Graft(List<Wanted> entries) implements TreeFrame {
        /** Copies the entries. */
        public Graft {
            entries = List.copyOf(entries);
        }
    }

    /**
     * What is wanted of one stream of the receiver's.
     *
     * @param join true if the sender wants what comes from now on as well
     */
    record Wanted(int index, boolean join, List<Long> numbers) {
        /** Copies the numbers. */
        public Wanted {
            numbers = List.copyOf(numbers);
        }
    }

    /** The sender wants no more of these streams, by indexes of the receiver's, but announcements. */
    record Prune(List<Integer> indexes) implements TreeFrame {
        /** Copies the indexes. */
        public Prune {
            indexes = List.copyOf(indexes);
        }
    }
}
