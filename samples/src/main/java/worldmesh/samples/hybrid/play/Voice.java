package worldmesh.samples.hybrid.play;

import java.util.HashMap;
import java.util.Map;
import worldmesh.peer.DirectTopic;
import worldmesh.peer.Topic;
import worldmesh.peer.topic.TopicMessage;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.loop.BoundedInbox;
import worldmesh.runtime.loop.EventLoop;

/**
 * The sound of an angler: a frame every 20 ms on a thread of its own, as a microphone gives them, and those of others
 * as they arrive. A third thread writes down what came, since a disk may block. All other calls are the game's.
 */
final class Voice implements AutoCloseable {
    /** What came and went in about four seconds of a party of 16; what finds no room is noted as unwritten. */
    private static final int NOTES_MAX = 4_096;

    private final BoundedInbox<Note> notes = new BoundedInbox<>(NOTES_MAX);
    private final EventLoop talker;
    private final EventLoop writer;
    private final DirectTopic topic;
    private final Diary diary;
    private final Map<PeerId, Integer> voices = new HashMap<>(); // the writer's
    private boolean talks; // the talker's, as the two below
    private long nextNanos;
    private int frames;

    /** Something that came or went at a time. */
    private interface Note {
        void write();
    }

    Voice(Topic topic, Diary diary) {
        this.diary = diary;
        this.talker = EventLoop.start("voice", failure -> {});
        this.writer = EventLoop.start("voice-diary", failure -> {});
        this.topic = topic.direct(this::onFrame);
        writer.execute(this::write);
    }

    /** From now on it talks. */
    void begin() {
        talker.execute(() -> {
            talks = true;
            nextNanos = talker.nanoTime();
            talk();
        });
    }

    /** From now on it only listens. */
    void rest() {
        talker.execute(() -> talks = false);
    }

    private void talk() {
        if (!talks) {
            return;
        }
        for (long now = talker.nanoTime(); nextNanos <= now; nextNanos += Frame.NANOS) {
            int number = frames++;
            long due = nextNanos;
            topic.publish(new Frame(number).encode());
            long sent = talker.nanoTime();
            notes.offer(() -> diary.note("frame", number, due, sent));
        }
        talker.schedule(nextNanos, this::talk);
    }

    /** On the mesh's threads. */
    private void onFrame(TopicMessage message) {
        long now = talker.nanoTime();
        notes.offer(() -> noteFrame(message, now));
    }

    private void noteFrame(TopicMessage message, long now) {
        Integer known = voices.get(message.source());
        int source = known == null ? voices.size() : known;
        if (known == null) {
            voices.put(message.source(), source);
            diary.note("voice", source, message.source());
        }
        Frame frame = Frame.decode(message.content());
        if (frame == null) {
            diary.note("damaged", source, now);
        } else {
            diary.note("f", source, frame.number(), now);
        }
    }

    private void write() {
        notes.drain(Note::write, NOTES_MAX);
        diary.turn();
        writer.schedule(writer.nanoTime() + Frame.NANOS, this::write);
    }

    /** Notes of what came that found no room. */
    long unwritten() {
        return notes.refused();
    }

    @Override
    public void close() {
        topic.close();
        talker.close();
        writer.close();
        notes.drain(Note::write, NOTES_MAX);
        diary.note("unwritten", unwritten());
        diary.close();
    }
}
