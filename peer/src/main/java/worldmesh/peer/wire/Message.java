package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteWriter;

/** One message of the session protocol. Records do not copy their arrays: a message is written or read once. */
public sealed interface Message
        permits Hello,
                Welcome,
                Refuse,
                Roster,
                Proofs,
                Vectors,
                Batches,
                SnapshotPart,
                SubmitCommand,
                Answer,
                ChatLines,
                Presence,
                TimePing,
                TimePong,
                Poses,
                Notice,
                PartyMessage,
                Rename,
                BatchCommand,
                ReadOnly,
                OwnerRequest,
                OwnerReply,
                Credentials,
                StateUpdate,
                CarriedOffer,
                StateAck,
                TopicParcel,
                TopicFlash,
                Marks,
                TreeProbe,
                Sketch,
                SketchAsk,
                SketchRest,
                SketchStop,
                BlockRoot,
                BlockAsk,
                Block,
                CheckupAsk,
                CheckupAnswer,
                CheckupReport,
                CheckupProbe,
                CheckupState,
                InvitedBy,
                VouchAsk,
                VouchRefusal,
                StandsIn,
                AssetOffer,
                AssetHave,
                AssetAsk,
                AssetPart,
                Wants,
                Summaries,
                AssetWord,
                Appetite {
    /** The largest message in bytes, as the mesh takes it. */
    int MAX_BYTES = 64 << 10;

    /** What a message should stay below, so that one more block fits: three quarters of the largest. */
    int TARGET_BYTES = 48 << 10;

    /** Which one it is. */
    MessageKind kind();

    /** Appends the fields. */
    void write(ByteWriter out);

    /** The whole message: a byte for the kind, then the fields. */
    default byte[] encode() {
        ByteWriter out = new ByteWriter();
        out.u8(kind().code());
        write(out);
        return out.toBytes();
    }
}
