package worldmesh.peer.admission;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.wire.Hello;

/**
 * Judges hellos. Components unknown to one side are a refusal by default, since rules could decide differently; a party
 * that allows them passes unknown components on. Confined to the session's thread.
 */
public final class Gate {
    private final byte[] schemaHash;
    private final boolean allowOtherSchema;
    private final int membersMax;

    /** A gate of a program with this schema that admits {@code membersMax} others. */
    public Gate(byte[] schemaHash, boolean allowOtherSchema, int membersMax) {
        this.schemaHash = schemaHash.clone();
        this.allowOtherSchema = allowOtherSchema;
        this.membersMax = membersMax;
    }

    /** Why who sent the hello may not come in, or null if it may. */
    public @Nullable Refusal judge(Hello hello, Circumstances now) {
        if (now.barred != null) {
            return now.barred;
        }
        if (hello.version() != Hello.VERSION) {
            return new Refusal(
                    RefusalReason.VERSION,
                    "session protocol " + hello.version() + " meets " + Hello.VERSION + "; update the older one");
        }
        if (!allowOtherSchema && !Arrays.equals(hello.schemaHash(), schemaHash)) {
            return new Refusal(
                    RefusalReason.SCHEMA_MISMATCH,
                    "schema " + hex(hello.schemaHash()) + " meets " + hex(schemaHash)
                            + "; run the same version of the game, or allow unknown components");
        }
        Refusal world = judgeWorld(hello, now.worldId);
        if (world != null) {
            return world;
        }
        if (now.members >= membersMax) {
            return new Refusal(RefusalReason.SERVER_FULL, "the party has " + membersMax + " other players already");
        }
        return null;
    }

    private static @Nullable Refusal judgeWorld(Hello hello, byte @Nullable [] own) {
        if (own == null) {
            return hello.newcomer()
                    ? new Refusal(RefusalReason.NO_WORLD, "neither side knows a world; join one that is hosted")
                    : null;
        }
        if (!hello.newcomer() && !Arrays.equals(hello.worldId(), own)) {
            return new Refusal(
                    RefusalReason.WORLD_MISMATCH,
                    "world " + hex(hello.worldId()) + " meets " + hex(own) + "; use another store directory");
        }
        return null;
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash, 0, 8);
    }

    /**
     * What the judgement depends on besides the hello.
     *
     * @param worldId the world known here or expected, or null
     * @param members others admitted now, or about to be
     * @param barred why this very peer must stay out, or null
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Circumstances(
            byte @Nullable [] worldId,
            int members,
            @Nullable Refusal barred) {}
}
