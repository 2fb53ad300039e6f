package worldmesh.world.command;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** The authority's answer to a command. */
public sealed interface Verdict {
    /** The longest reason, in bytes of UTF-8. */
    int MAX_REASON_BYTES = 256;

    /** The kinds of verdict. The code is part of the wire format. */
    enum Kind {
        /** Durable and part of the world. */
        ACCEPTED(0),
        /** Refused with a reason; it changed nothing. */
        REJECTED(1),
        /** Answered without a majority: pending, never counted as acknowledged. */
        PROVISIONAL(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }
    }

    /** Which kind it is. */
    Kind kind();

    /** The command that is answered. */
    CommandId command();

    /** Durable at (epoch, log index). */
    record Accepted(CommandId command, long epoch, long index) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.ACCEPTED;
        }
    }

    /** Refused; the reason is text for the player. */
    record Rejected(CommandId command, String reason) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }

    /** Pending on the side without a majority. */
    record Provisional(CommandId command) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.PROVISIONAL;
        }
    }

    /** Writes the kind, the command and what belongs to the kind. */
    default void encode(ByteWriter out) {
        out.u8(kind().code());
        command().encode(out);
        if (this instanceof Accepted accepted) {
            out.varint(accepted.epoch()).varint(accepted.index());
        } else if (this instanceof Rejected rejected) {
            out.text(Reasons.cut(rejected.reason()));
        }
    }

    /** Reads what {@link #encode} wrote; a malformed verdict fails the reader and is null. */
    static @Nullable Verdict decode(ByteReader in) {
        int kind = in.u8();
        CommandId id = CommandId.decode(in);
        return switch (kind) {
            case 0 -> accepted(id, in);
            case 1 -> new Rejected(id, in.text(MAX_REASON_BYTES));
            case 2 -> new Provisional(id);
            default -> {
                in.fail();
                yield null;
            }
        };
    }

    private static Verdict accepted(CommandId id, ByteReader in) {
        long epoch = in.varint();
        return new Accepted(id, epoch, in.varint());
    }
}
