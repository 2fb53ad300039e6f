package worldmesh.peer.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;

/** The kinds of messages, by their number on the wire, with their readers. */
@SuppressWarnings("ImmutableEnumChecker") // the readers are references to static methods
public enum MessageKind {
    /** {@link Hello}. */
    HELLO(1, Hello::read),
    /** {@link Welcome}. */
    WELCOME(2, Welcome::read),
    /** {@link Refuse}. */
    REFUSE(3, Refuse::read),
    /** {@link Roster}. */
    ROSTER(4, Roster::read),
    /** {@link Proofs}. */
    PROOFS(5, Proofs::read),
    /** {@link Vectors}. */
    VECTORS(6, Vectors::read),
    /** {@link Batches}. */
    BATCHES(7, Batches::read),
    /** {@link SnapshotPart}. */
    SNAPSHOT_PART(8, SnapshotPart::read),
    /** {@link SubmitCommand}. */
    COMMAND(9, SubmitCommand::read),
    /** {@link Answer}. */
    ANSWER(10, Answer::read),
    /** {@link ChatLines}. */
    CHAT_LINES(11, ChatLines::read),
    /** {@link Presence}. */
    PRESENCE(12, Presence::read),
    /** {@link TimePing}. */
    TIME_PING(13, TimePing::read),
    /** {@link TimePong}. */
    TIME_PONG(14, TimePong::read),
    /** {@link Poses}. */
    POSES(15, Poses::read),
    /** {@link Notice}. */
    NOTICE(16, Notice::read),
    /** {@link PartyMessage}. */
    PARTY(18, PartyMessage::read),
    /** {@link Rename}. */
    RENAME(19, Rename::read),
    /** {@link BatchCommand}. */
    BATCH_COMMAND(20, BatchCommand::read),
    /** {@link ReadOnly}. */
    READ_ONLY(21, ReadOnly::read),
    /** {@link OwnerRequest}. */
    OWNER_REQUEST(22, OwnerRequest::read),
    /** {@link OwnerReply}. */
    OWNER_REPLY(23, OwnerReply::read),
    /** {@link Credentials}. */
    CREDENTIALS(24, Credentials::read),
    /** {@link StateUpdate}. */
    STATE_UPDATE(25, StateUpdate::read),
    /** {@link StateAck}. */
    STATE_ACK(26, StateAck::read),
    /** {@link CarriedOffer}. */
    CARRIED_OFFER(27, CarriedOffer::read),
    /** {@link TopicParcel}. */
    TOPIC_PARCEL(28, TopicParcel::read),
    /** {@link TopicFlash}. */
    TOPIC_FLASH(29, TopicFlash::read),
    /** {@link Marks}. */
    MARKS(30, Marks::read),
    /** {@link TreeProbe}. */
    TREE_PROBE(31, TreeProbe::read),
    /** {@link Sketch}. */
    SKETCH(32, Sketch::read),
    /** {@link SketchAsk}. */
    SKETCH_ASK(33, SketchAsk::read),
    /** {@link SketchRest}. */
    SKETCH_REST(34, SketchRest::read),
    /** {@link SketchStop}. */
    SKETCH_STOP(35, SketchStop::read),
    /** {@link BlockRoot}. */
    BLOCK_ROOT(36, BlockRoot::read),
    /** {@link BlockAsk}. */
    BLOCK_ASK(37, BlockAsk::read),
    /** {@link Block}. */
    BLOCK(38, Block::read),
    /** {@link CheckupAsk}. */
    CHECKUP_ASK(40, CheckupAsk::read),
    /** {@link CheckupAnswer}. */
    CHECKUP_ANSWER(41, CheckupAnswer::read),
    /** {@link CheckupReport}. */
    CHECKUP_REPORT(42, CheckupReport::read),
    /** {@link InvitedBy}. */
    INVITED_BY(43, InvitedBy::read),
    /** {@link VouchAsk}. */
    VOUCH_ASK(44, VouchAsk::read),
    /** {@link VouchRefusal}. */
    VOUCH_REFUSAL(45, VouchRefusal::read),
    /** {@link StandsIn}. */
    STANDS_IN(46, StandsIn::read),
    /** {@link AssetOffer}. */
    ASSET_OFFER(48, AssetOffer::read),
    /** {@link AssetHave}. */
    ASSET_HAVE(49, AssetHave::read),
    /** {@link AssetAsk}. */
    ASSET_ASK(50, AssetAsk::read),
    /** {@link AssetPart}. */
    ASSET_PART(51, AssetPart::read),
    /** {@link Wants}. */
    WANTS(52, Wants::read),
    /** {@link Summaries}. */
    SUMMARIES(53, Summaries::read),
    /** {@link AssetWord}. */
    ASSET_WORD(54, AssetWord::read),
    /** {@link Appetite}. */
    APPETITE(55, Appetite::read),
    /** {@link CheckupProbe}. */
    CHECKUP_PROBE(56, CheckupProbe::read),
    /** {@link CheckupState}. */
    CHECKUP_STATE(57, CheckupState::read);

    private static final Map<Integer, MessageKind> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MessageKind::code, kind -> kind));

    private final int code;
    private final Function<ByteReader, Message> reader;

    MessageKind(int code, Function<ByteReader, Message> reader) {
        this.code = code;
        this.reader = reader;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** Reads a whole message; null for anything malformed, too large or of an unknown kind. Never throws. */
    public static @Nullable Message decode(byte[] data) {
        if (data.length == 0 || data.length > Message.MAX_BYTES) {
            return null;
        }
        byte[] plain = Compressed.is(data) ? Compressed.open(data) : data;
        return plain == null ? null : decodePlain(plain);
    }

    private static @Nullable Message decodePlain(byte[] data) {
        ByteReader in = new ByteReader(data);
        MessageKind kind = BY_CODE.get(in.u8());
        if (kind == null) {
            return null;
        }
        Message message = kind.reader.apply(in);
        return in.complete() ? message : null;
    }
}
