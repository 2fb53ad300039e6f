package worldmesh.mesh.gossip.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.topic.TopicId;
import worldmesh.mesh.topic.Topics;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/** Writes and reads frames of the overlay, docs/wire-gossip.md. What is read may be anything. */
public final class GossipCodec {
    static final int JOIN = 0;
    static final int FORWARD_JOIN = 1;
    static final int ASK = 2;
    static final int ANSWER = 3;
    static final int PART = 4;
    static final int SHUFFLE = 5;
    static final int SHUFFLE_REPLY = 6;
    static final int SUBSCRIBE = 8;
    static final int BIND = 9;
    static final int MESSAGE = 10;
    static final int ANNOUNCE = 11;
    static final int GRAFT = 12;
    static final int PRUNE = 13;

    /** Most topics of one peer. */
    public static final int MAX_TOPICS = 256;

    /** Kind, index, number and hops of a message, at most. */
    private static final int MESSAGE_HEAD_BYTES = 1 + 2 + 5 + 1;

    private GossipCodec() {}

    /** The size of the payload of a sound frame, 0 for one without. */
    public static int payloadBytes(byte[] frame) {
        if (frame.length == 0 || frame[0] != MESSAGE) {
            return 0;
        }
        ByteReader in = new ByteReader(frame, 1, frame.length - 1);
        in.varint();
        in.varint();
        in.u8();
        return in.remaining();
    }

    /** True for a frame behind which somebody may be a neighbour or none any more. */
    public static boolean changesViews(byte[] frame) {
        return frame.length > 0 && (frame[0] == ANSWER || frame[0] == PART);
    }

    /** True for a frame that asks for messages. */
    public static boolean isGraft(byte[] frame) {
        return frame.length > 0 && frame[0] == GRAFT;
    }

    /** True for a frame that wants no more of a stream. */
    public static boolean isPrune(byte[] frame) {
        return frame.length > 0 && frame[0] == PRUNE;
    }

    /** The bytes of a message, which is what is sent most. */
    public static byte[] message(int index, long number, int hops, byte[] payload) {
        return new ByteWriter(MESSAGE_HEAD_BYTES + payload.length)
                .u8(MESSAGE)
                .varint(index)
                .varint(number)
                .u8(hops)
                .bytes(payload)
                .toBytes();
    }

    /** The bytes of a frame. */
    public static byte[] encode(GossipFrame frame) {
        ByteWriter out = new ByteWriter(64);
        if (frame instanceof TreeFrame tree) {
            write(tree, out);
        } else if (frame instanceof ViewFrame view) {
            write(view, out);
        }
        return out.toBytes();
    }

    private static void write(ViewFrame frame, ByteWriter out) {
        if (frame instanceof ViewFrame.Join join) {
            out.u8(JOIN).i64(join.sketch());
        } else if (frame instanceof ViewFrame.ForwardJoin forward) {
            member(forward.newcomer(), out.u8(FORWARD_JOIN)).u8(forward.ttl());
        } else if (frame instanceof ViewFrame.Ask ask) {
            out.u8(ASK).i64(ask.sketch()).u8(ask.urgent() ? 1 : 0);
        } else if (frame instanceof ViewFrame.Answer answer) {
            out.u8(ANSWER).i64(answer.sketch()).u8(answer.taken() ? 1 : 0);
        } else if (frame instanceof ViewFrame.Part) {
            out.u8(PART);
        } else if (frame instanceof ViewFrame.Shuffle shuffle) {
            members(shuffle.members(), out.u8(SHUFFLE).i32(shuffle.nonce()).u8(shuffle.ttl()));
        } else if (frame instanceof ViewFrame.ShuffleReply reply) {
            members(reply.members(), out.u8(SHUFFLE_REPLY).i32(reply.nonce()));
        }
    }

    private static ByteWriter member(MemberEntry member, ByteWriter out) {
        return out.bytes(member.peer().bytes()).i64(member.sketch());
    }

    private static void members(List<MemberEntry> members, ByteWriter out) {
        out.u8(members.size());
        members.forEach(member -> member(member, out));
    }

    private static void write(TreeFrame frame, ByteWriter out) {
        if (frame instanceof TreeFrame.Message message) {
            out.u8(MESSAGE).varint(message.index()).varint(message.number()).u8(message.hops());
            out.bytes(message.payload());
        } else if (frame instanceof TreeFrame.Announce announce) {
            announced(announce.entries(), out.u8(ANNOUNCE));
        } else if (frame instanceof TreeFrame.Graft graft) {
            wanted(graft.entries(), out.u8(GRAFT));
        } else if (frame instanceof TreeFrame.Prune prune) {
            out.u8(PRUNE).varint(prune.indexes().size());
            prune.indexes().forEach(out::varint);
        } else if (frame instanceof TreeFrame.Bind bind) {
            StreamId stream = bind.stream();
            out.u8(BIND).varint(bind.index()).i64(stream.topic().id());
            out.bytes(stream.author().bytes()).i64(stream.base());
        } else if (frame instanceof TreeFrame.Subscribe subscribe) {
            out.u8(SUBSCRIBE)
                    .u8(subscribe.on() ? 1 : 0)
                    .varint(subscribe.topics().size());
            subscribe.topics().forEach(topic -> out.i64(topic.id()));
        }
    }

    /** Indexes as differences; a run of one message takes no byte of its own. */
    private static void announced(List<TreeFrame.Announced> entries, ByteWriter out) {
        out.varint(entries.size());
        int before = 0;
        for (TreeFrame.Announced entry : entries) {
            out.zigzag(entry.index() - before).varint(entry.last() << 1 | (entry.run() > 1 ? 1 : 0));
            if (entry.run() > 1) {
                out.varint(entry.run());
            }
            out.u8(entry.age() - TreeFrame.MIN_AGE);
            before = entry.index();
        }
    }

    private static void wanted(List<TreeFrame.Wanted> entries, ByteWriter out) {
        out.varint(entries.size());
        for (TreeFrame.Wanted entry : entries) {
            out.varint(entry.index()).varint(entry.numbers().size() << 1 | (entry.join() ? 1 : 0));
            entry.numbers().forEach(out::varint);
        }
    }

    /** The frame, null if malformed or beyond a limit. */
    public static @Nullable GossipFrame decode(byte[] frame) {
        ByteReader in = new ByteReader(frame);
        int kind = in.u8();
        GossipFrame read = kind < SUBSCRIBE ? view(kind, in) : tree(kind, in);
        return in.complete() ? read : null;
    }

    private static @Nullable ViewFrame view(int kind, ByteReader in) {
        return switch (kind) {
            case JOIN -> new ViewFrame.Join(in.i64());
            case FORWARD_JOIN -> new ViewFrame.ForwardJoin(member(in), ttl(in));
            case ASK -> new ViewFrame.Ask(in.i64(), flag(in));
            case ANSWER -> new ViewFrame.Answer(in.i64(), flag(in));
            case PART -> new ViewFrame.Part();
            case SHUFFLE -> new ViewFrame.Shuffle(in.i32(), ttl(in), members(in));
            case SHUFFLE_REPLY -> new ViewFrame.ShuffleReply(in.i32(), members(in));
            default -> null;
        };
    }

    private static @Nullable TreeFrame tree(int kind, ByteReader in) {
        return switch (kind) {
            case SUBSCRIBE -> new TreeFrame.Subscribe(flag(in), topics(in));
            case BIND -> new TreeFrame.Bind(index(in), stream(in));
            case MESSAGE -> message(in);
            case ANNOUNCE -> new TreeFrame.Announce(announced(in));
            case GRAFT -> new TreeFrame.Graft(wanted(in));
            case PRUNE -> new TreeFrame.Prune(indexes(in));
            default -> null;
        };
    }

    private static boolean flag(ByteReader in) {
        int value = in.u8();
        if (value > 1) {
            in.fail();
        }
        return value == 1;
    }

    private static int ttl(ByteReader in) {
        return bounded(in, ViewFrame.MAX_TTL);
    }

    private static int bounded(ByteReader in, int max) {
        int value = in.u8();
        if (value > max) {
            in.fail();
        }
        return value;
    }

    /** A member of zeros where the bytes ran out: the frame is then refused as a whole. */
    private static MemberEntry member(ByteReader in) {
        return new MemberEntry(peer(in), in.i64());
    }

    private static PeerId peer(ByteReader in) {
        byte[] id = in.bytes(PeerId.BYTES);
        return PeerId.ofBytes(in.ok() ? id : new byte[PeerId.BYTES]);
    }

    private static List<MemberEntry> members(ByteReader in) {
        int count = bounded(in, ViewFrame.MAX_MEMBERS);
        List<MemberEntry> members = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            members.add(member(in));
        }
        return members;
    }

    private static List<TopicId> topics(ByteReader in) {
        int count = in.count(MAX_TOPICS);
        List<TopicId> topics = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            topics.add(new TopicId(in.i64()));
        }
        return topics;
    }

    private static int index(ByteReader in) {
        return in.count(TreeFrame.MAX_STREAMS - 1);
    }

    private static long number(ByteReader in) {
        long value = in.varint();
        if (value < 0 || value > TreeFrame.MAX_NUMBER) {
            in.fail();
            return 0;
        }
        return value;
    }

    private static StreamId stream(ByteReader in) {
        TopicId topic = new TopicId(in.i64());
        PeerId author = peer(in);
        long base = in.i64();
        if (base < 0 || base > Long.MAX_VALUE - TreeFrame.MAX_NUMBER) {
            in.fail();
        }
        return new StreamId(topic, author, base);
    }

    private static TreeFrame message(ByteReader in) {
        int index = index(in);
        long number = number(in);
        int hops = bounded(in, TreeFrame.MAX_HOPS);
        if (in.remaining() > Topics.MAX_PAYLOAD_BYTES) {
            in.fail();
        }
        return new TreeFrame.Message(index, number, hops, in.bytes(in.remaining()));
    }

    private static List<TreeFrame.Announced> announced(ByteReader in) {
        int count = in.count(TreeFrame.MAX_ENTRIES);
        List<TreeFrame.Announced> entries = new ArrayList<>();
        long index = 0;
        for (int i = 0; i < count && in.ok(); i++) {
            index += in.zigzag();
            long coded = in.varint();
            long last = coded >>> 1;
            int run = (coded & 1) == 1 ? in.count(TreeFrame.MAX_WANTED) : 1;
            boolean sound = index >= 0 && index < TreeFrame.MAX_STREAMS && last <= TreeFrame.MAX_NUMBER;
            if (!sound || run > last + 1 || (run < 2 && (coded & 1) == 1)) {
                in.fail();
                return entries;
            }
            entries.add(new TreeFrame.Announced((int) index, last, run, in.u8() + TreeFrame.MIN_AGE));
        }
        return entries;
    }

    private static List<TreeFrame.Wanted> wanted(ByteReader in) {
        int count = in.count(TreeFrame.MAX_ENTRIES);
        List<TreeFrame.Wanted> entries = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            int index = index(in);
            int coded = in.count(2 * TreeFrame.MAX_WANTED + 1);
            List<Long> numbers = new ArrayList<>();
            for (int n = 0; n < coded >>> 1 && in.ok(); n++) {
                numbers.add(number(in));
            }
            entries.add(new TreeFrame.Wanted(index, (coded & 1) == 1, numbers));
        }
        return entries;
    }

    private static List<Integer> indexes(ByteReader in) {
        int count = in.count(TreeFrame.MAX_ENTRIES);
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            indexes.add(index(in));
        }
        return indexes;
    }
}
