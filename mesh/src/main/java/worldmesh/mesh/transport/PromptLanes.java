package worldmesh.mesh.transport;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.wire.WireVersions;
import worldmesh.runtime.bytes.ByteReader;

/**
 * The lanes whose messages leave at once or not at all: VOICE before INPUT before STATE, each with a queue of its own
 * that is bounded and drops its oldest. Confined to its owner.
 */
final class PromptLanes {
    /** A queue that is half full does not wait for company: none gives way on a line that has room. */
    private static final int WEIGHT_BYTES = Transport.MAX_CONTENT_BYTES / (PromptQueue.MAX_MESSAGES / 2) + 1;

    private final PromptQueue voice;
    private final PromptQueue input;
    private final VoiceOutbox voiceOut;
    private final InputOutbox inputOut;
    private final StateOutbox state;
    private final InputInbox inputIn;
    private final StateInbox stateIn = new StateInbox();
    private boolean shortInput;

    /** The lanes of a link that goes on from one with {@code before}; the age of state counts in records, so anew. */
    PromptLanes(@Nullable PromptLanes before) {
        this.voice = before == null ? new PromptQueue() : before.voice;
        this.input = before == null ? new PromptQueue() : before.input;
        this.voiceOut = before == null ? new VoiceOutbox(voice) : before.voiceOut;
        this.inputOut = before == null ? new InputOutbox(input) : before.inputOut;
        this.state = before == null ? new StateOutbox() : before.state;
        this.inputIn = before == null ? new InputInbox() : before.inputIn;
    }

    void add(Lane lane, int stream, Payload message) {
        switch (lane) {
            case VOICE -> voice.add(stream, message.copy());
            case INPUT -> input.add(stream, message.copy());
            case STATE -> state.add(stream, message);
            case RELIABLE, BULK -> throw new IllegalArgumentException(lane + " is repeated until it arrives");
        }
    }

    /** What waits, in bytes, weighed by how full the queues are; 0 if nothing does. */
    long waiting() {
        return bytes() + (long) WEIGHT_BYTES * (voice.count() + input.count()) + (state.isEmpty() ? 0 : 1);
    }

    long bytes() {
        return voice.bytes() + input.bytes() + state.bytes();
    }

    /** Messages of a lane that gave way to newer ones before they left. */
    long dropped(Lane lane) {
        return switch (lane) {
            case VOICE -> voice.dropped();
            case INPUT -> input.dropped();
            case STATE -> state.dropped();
            case RELIABLE, BULK -> 0;
        };
    }

    /** Writes what waits into the record at {@code from}, the lanes one after the other; answers where it ends. */
    int fill(byte[] data, int from, int limit) {
        int at = from;
        for (int size = voiceOut.write(data, at, limit); size > 0; size = voiceOut.write(data, at, limit)) {
            at += size;
        }
        inputOut.beginRecord();
        for (int size = inputOut.write(data, at, limit); size > 0; size = inputOut.write(data, at, limit)) {
            at += size;
        }
        for (int size = state.write(data, at, limit); size > 0; size = state.write(data, at, limit)) {
            at += size;
        }
        return at;
    }

    /** From now on frames are those of {@code version} of the wire. */
    void speak(int version) {
        shortInput = version >= WireVersions.SHORT_INPUT;
        inputOut.shorten(shortInput);
    }

    /** Takes INPUT whose kind tells its length; false if no honest sender sends this. */
    boolean receiveShort(int kind, ByteReader in, TransportEvents events) {
        int stream = in.u8();
        int number = in.u16();
        return shortInput && receiveInput(stream, number, kind & FrameKind.SHORT_BYTES_MAX, in, events);
    }

    /** Takes a frame of {@code kind}; false if no honest sender sends this. */
    boolean receive(int kind, ByteReader in, long counter, TransportEvents events) {
        int stream = in.u8();
        if (kind == FrameKind.STATE_PART) {
            StateInbox.PartHeader header = new StateInbox.PartHeader(stream, in.u16(), in.u8(), in.u8());
            byte[] content = in.block(Transport.MAX_CONTENT_BYTES);
            return in.ok() && stateIn.onPart(header, content, counter, events);
        }
        int number = kind == FrameKind.INPUT ? in.u16() : 0;
        int length = in.count(Transport.MAX_CONTENT_BYTES);
        if (kind == FrameKind.INPUT) {
            return receiveInput(stream, number, length, in, events);
        }
        int from = in.position();
        in.skip(length);
        if (in.ok() && (kind == FrameKind.VOICE || stateIn.takes(stream, counter))) {
            events.message(kind == FrameKind.VOICE ? Lane.VOICE : Lane.STATE, stream, in.array(), from, length);
        }
        return in.ok();
    }

    private boolean receiveInput(int stream, int number, int length, ByteReader in, TransportEvents events) {
        int from = in.position();
        in.skip(length);
        if (in.ok() && inputIn.takes(stream, number)) {
            events.message(Lane.INPUT, stream, in.array(), from, length);
        }
        return in.ok();
    }
}
