package worldmesh.mesh.transport;

import worldmesh.mesh.link.Lane;
import worldmesh.runtime.bytes.ByteReader;

/** Takes the frames of a genuine record and hands each to what it is for. Confined to its owner. */
final class FrameIntake {
    private final PromptLanes prompt;
    private final StreamInbox streams;
    private final SentRecords sent;

    FrameIntake(PromptLanes prompt, StreamInbox streams, SentRecords sent) {
        this.prompt = prompt;
        this.streams = streams;
        this.sent = sent;
    }

    /** Takes the frame behind {@code kind} of the record with {@code counter}; false if it breaks the rules. */
    boolean take(int kind, ByteReader in, long counter, long now, TransportEvents events) {
        switch (kind) {
            case FrameKind.PADDING -> takeArrival(in, now);
            case FrameKind.PING -> in.skip(0);
            case FrameKind.ACK -> {
                return AckTracker.read(in, sent, now);
            }
            case FrameKind.STATE, FrameKind.STATE_PART, FrameKind.VOICE, FrameKind.INPUT -> {
                return prompt.receive(kind, in, counter, events);
            }
            case FrameKind.RELIABLE -> {
                return streams.receive(Lane.RELIABLE, in, events);
            }
            case FrameKind.BULK -> {
                return streams.receive(Lane.BULK, in, events);
            }
            default -> {
                return kind >= FrameKind.SHORT_INPUT
                        ? prompt.receiveShort(kind, in, events)
                        : takeControl(kind, in, events);
            }
        }
        return true;
    }

    /** What lies behind the frames means nothing but for this; whoever does not know it passes it over. */
    private void takeArrival(ByteReader in, long now) {
        if (in.remaining() > Integer.BYTES && in.u8() == FrameKind.ARRIVED) {
            sent.onArrived(in.i32(), now);
        }
        in.skip(in.remaining());
    }

    private static boolean takeControl(int kind, ByteReader in, TransportEvents events) {
        switch (kind) {
            case FrameKind.PATH_CHALLENGE -> events.pathChallenge(in.i64(), false);
            case FrameKind.PATH_NEEDED -> events.pathChallenge(in.i64(), true);
            case FrameKind.PATH_RESPONSE -> events.pathResponse(in.i64());
            case FrameKind.CLOSE -> events.closed(in.u8());
            case FrameKind.REST -> {
                return events.rests(in.u16());
            }
            case FrameKind.RELAY_TO, FrameKind.RELAY_FROM, FrameKind.RELAY_REFUSED -> {
                return takeRelayed(kind, in, events);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean takeRelayed(int kind, ByteReader in, TransportEvents events) {
        RelayFrame frame = RelayFrame.read(kind, in);
        if (frame != null) {
            events.relayed(frame);
        }
        return frame != null;
    }
}
