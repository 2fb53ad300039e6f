package worldmesh.world.vectors;

import static worldmesh.world.vectors.Meaning.i64;
import static worldmesh.world.vectors.Meaning.number;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Signature;

/** Batches: every op alone and among others, in columns and plain, of both versions, and with later fields. */
@NullUnmarked // null is a value of JSON
final class BatchVectors {
    static final long SELF = 0x1234_5678_9abc_def0L;
    static final Keys AUTHOR = Keys.of(7);
    static final String AUTHOR_KEY = Meaning.key(AUTHOR.publicKey());
    private static final BatchKey KEY = new BatchKey(Meaning.WORLD, new SectorId(-3, 5, 1), SELF, 7);

    /** An op and its place among those its author made. */
    private record Placed(Op op, int index) {}

    private BatchVectors() {}

    static void write(Vectors out) {
        KINDS.forEach((name, kind) -> {
            for (int i = 0; i < 6; i++) {
                Random random = new Random(100L * name.hashCode() + i);
                List<Op> ops = new ArrayList<>();
                for (int count = new int[] {1, 1, 2, 3, 9, 20}[i]; count > 0; count--) {
                    ops.add(kind.apply(random));
                }
                batch(name + "-" + i, KEY, content(random, ops), out);
            }
        });
        for (int i = 0; i < 60; i++) {
            Random random = new Random(5_000 + i);
            List<Op> ops = new ArrayList<>();
            for (int count = 1 + random.nextInt(15); count > 0; count--) {
                ops.add(any(random));
            }
            long sequence = Math.max(1, number(random) & Long.MAX_VALUE);
            BatchKey key = new BatchKey(Meaning.WORLD, Meaning.sector(random), number(random), sequence);
            batch("mixed-" + i, key, content(random, ops), out);
        }
        edges(out);
        earlier(out);
    }

    private static BatchContent content(Random random, List<Op> ops) {
        return new BatchContent(CLOCKS[random.nextInt(CLOCKS.length)], Meaning.proofOrNull(random), ops);
    }

    private static final long[] CLOCKS = {Meaning.CLOCK, 0, 1, -1, Long.MIN_VALUE, Meaning.CLOCK + 77};

    private static void edges(Vectors out) {
        List<Op> many = new ArrayList<>();
        for (int i = 0; i < BatchContent.MAX_OPS; i++) {
            many.add(new Op.Spawn(new EntityId(SELF, 4L * i)));
        }
        digested("most-ops", many, out);
        byte[] value = new byte[16 * 1024];
        Arrays.fill(value, (byte) 7);
        List<Op> equal = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            equal.add(new Op.Write(new EntityId(SELF, 4L * i), 32, null, 0, Payload.wrap(value)));
        }
        digested("most-strings", equal, out);
    }

    /** A meaning that is too long for a file goes as the hash of its text. */
    private static void digested(String name, List<Op> ops, Vectors out) {
        SignedBatch batch = SignedBatch.sign(KEY, new BatchContent(Meaning.CLOCK, null, ops), AUTHOR);
        byte[] text = Json.text(meaning(batch, placed(ops))).getBytes(StandardCharsets.US_ASCII);
        String digest = Hash.of(text).toString();
        out.means("batch-" + name, "batch", batch.encode(), Json.object("sha256", digest), "key", AUTHOR_KEY);
    }

    private static void batch(String name, BatchKey key, BatchContent content, Vectors out) {
        SignedBatch batch = SignedBatch.sign(key, content, AUTHOR);
        out.means("batch-" + name, "batch", batch.encode(), meaning(batch, placed(content.ops())), "key", AUTHOR_KEY);
    }

    /** Version 1, fields that a later version put behind those of today, and extensions. */
    private static void earlier(Vectors out) {
        for (int i = 0; i < 40; i++) {
            Random random = new Random(9_000 + i);
            int version = 1 + i % 2;
            byte[] extension = Meaning.bytes(random, new int[] {0, 0, 1, 1024}[random.nextInt(4)]);
            ByteWriter content = new ByteWriter();
            content.i64(Meaning.CLOCK).u8(0).block(extension);
            List<Object> ops = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            content.varint(count);
            for (int j = 0; j < count; j++) {
                Op op = any(random);
                boolean whole = op instanceof Op.Unknown || op instanceof Op.Edit;
                byte[] rest = whole ? new byte[0] : Meaning.bytes(random, random.nextInt(4));
                int index = version == 1 ? j : random.nextInt(BatchContent.MAX_OPS);
                if (version == 2) {
                    content.varint(index);
                }
                content.u8(code(op))
                        .block(new ByteWriter().bytes(body(op)).bytes(rest).toBytes());
                Map<String, Object> meaning = meaning(new Placed(op, index), SELF);
                if (rest.length > 0) {
                    meaning.put("rest", Meaning.hex(rest));
                }
                ops.add(meaning);
            }
            if (version == 2) {
                content.varint(0);
            }
            byte[] bytes = raw(version, KEY, content.toBytes());
            Map<String, Object> value = head(version, KEY, Meaning.CLOCK, null, Meaning.hex(extension));
            value.put("ops", ops);
            value.put("columns", List.of());
            seal(bytes, content.toBytes(), value);
            out.means("batch-later-" + i, "batch", bytes, value, "key", AUTHOR_KEY);
        }
    }

    /** The op of code n at place n - 1. */
    private static final List<String> CODES = List.of(
            "SPAWN", "DELETE", "WRITE", "ADD", "INCLUDE", "EXCLUDE", "CLAIM", "LEAVE", "ENTER", "OFFER", "ENTITLE",
            "SPEND", "PAINT", "BIND", "EDIT", "SPLICE", "ATTACH");

    private static int code(Op op) {
        return op instanceof Op.Unknown unknown
                ? unknown.code()
                : 1 + CODES.indexOf(op.kind().name());
    }

    /** The body of an op; an unknown one is all body. */
    private static byte[] body(Op op) {
        if (op instanceof Op.Unknown unknown) {
            return unknown.payload().array();
        }
        return OpMeaning.bytes(op);
    }

    /** A batch of any content, rightly signed. */
    static byte[] raw(int version, BatchKey key, byte[] content) {
        ByteWriter out = new ByteWriter().u8(version);
        key.world().encode(out);
        key.sector().encode(out);
        out.i64(key.replica()).varint(key.sequence()).bytes(content);
        return out.bytes(AUTHOR.sign(key.signedBytes(Hash.of(content)))).toBytes();
    }

    private static Map<String, Object> head(int version, BatchKey key, long clock, ProofId grant, String extension) {
        return Json.object(
                "version", version,
                "world", key.world().hash().toString(),
                "sector", Meaning.sector(key.sector()),
                "replica", i64(key.replica()),
                "sequence", Meaning.unsigned(key.sequence()),
                "clock", i64(clock),
                "grant", Meaning.proof(grant),
                "extension", extension);
    }

    private static void seal(byte[] bytes, byte[] content, Map<String, Object> value) {
        value.put("content", Hash.of(content).toString());
        value.put("signature", Meaning.hex(Arrays.copyOfRange(bytes, bytes.length - Signature.BYTES, bytes.length)));
    }

    private static List<Placed> placed(List<Op> ops) {
        List<Placed> out = new ArrayList<>();
        for (Op op : ops) {
            out.add(new Placed(op, out.size()));
        }
        return out;
    }

    private static Map<String, Object> meaning(SignedBatch batch, List<Placed> ops) {
        Map<String, Object> value = head(2, batch.key(), batch.clock(), batch.grant(), "");
        List<Object> plain = new ArrayList<>();
        List<Placed> columns = new ArrayList<>();
        for (Placed each : ops) {
            if (fits(each.op())) {
                columns.add(new Placed(each.op(), each.op() instanceof Op.Include ? each.index() : 0));
            } else {
                plain.add(meaning(each, batch.replica()));
            }
        }
        columns.sort(Comparator.comparing(each -> each.op().entity(), BatchVectors::compare));
        value.put("ops", plain);
        value.put(
                "columns",
                columns.stream().map(each -> meaning(each, batch.replica())).toList());
        value.put("content", batch.content().toString());
        value.put("signature", batch.signature().toString());
        return value;
    }

    /** Which ops this writer puts in columns: docs/wire-world.md, "Columns". */
    private static boolean fits(Op op) {
        boolean plainWrite = op instanceof Op.Write write && write.claim() == null && write.index() == 0;
        boolean plainDelete = op instanceof Op.Delete delete && delete.claim() == null;
        boolean cell = op instanceof Op.Add || op instanceof Op.Include || op instanceof Op.Exclude;
        return plainWrite || plainDelete || cell || op instanceof Op.Spawn;
    }

    private static int compare(EntityId one, EntityId other) {
        int order = Long.compareUnsigned(one.replica(), other.replica());
        if (order == 0) {
            order = Long.compare(one.counter() & 3, other.counter() & 3);
        }
        return order == 0 ? Long.compareUnsigned(one.counter(), other.counter()) : order;
    }

    // One op and its meaning.

    /** An op of every kind. */
    static final Map<String, Function<Random, Op>> KINDS = kinds();

    private static Map<String, Function<Random, Op>> kinds() {
        Map<String, Function<Random, Op>> out = new LinkedHashMap<>();
        out.put("spawn", random -> new Op.Spawn(id(random)));
        out.put("delete", random -> new Op.Delete(id(random), Meaning.proofOrNull(random)));
        out.put("write", BatchVectors::write);
        out.put("add", random -> new Op.Add(id(random), component(random), number(random)));
        out.put("include", random -> new Op.Include(id(random), component(random), Meaning.words(random)));
        out.put(
                "exclude",
                random -> new Op.Exclude(id(random), component(random), Meaning.words(random), dots(random)));
        out.put("claim", random -> new Op.Transfer(claim(random)));
        out.put("leave", random -> new Op.Leave(id(random), Meaning.sector(random), Meaning.proofOrNull(random)));
        out.put("enter", BatchVectors::enter);
        out.put("offer", random -> new Op.Offer(id(random), component(random), number(random)));
        out.put(
                "entitle",
                random -> new Op.Entitle(id(random), component(random), Meaning.peer(random), number(random)));
        out.put("spend", random -> new Op.Spend(id(random), component(random), number(random)));
        out.put("paint", BatchVectors::paint);
        out.put(
                "bind",
                random -> new Op.Bind(id(random), component(random), Meaning.words(random), Meaning.words(random)));
        out.put("edit", random -> new Op.Edit(id(random), component(random), LogModel.draw(random, new Sequence())));
        out.put(
                "splice",
                random -> new Op.Edit(id(random), component(random), LogModel.draw(random, Sequence.ofValues())));
        out.put(
                "attach",
                random -> new Op.Attach(id(random), component(random), random.nextBoolean() ? id(random) : null));
        out.put(
                "unknown",
                random -> new Op.Unknown(
                        200 + random.nextInt(56), Payload.wrap(Meaning.bytes(random, random.nextInt(5)))));
        return out;
    }

    private static EntityId id(Random random) {
        return Meaning.entity(random, SELF);
    }

    private static int component(Random random) {
        return 32 * random.nextInt(3) + random.nextInt(9) * (random.nextBoolean() ? 1 : -1);
    }

    private static Op any(Random random) {
        List<Function<Random, Op>> kinds = List.copyOf(KINDS.values());
        return kinds.get(random.nextInt(kinds.size())).apply(random);
    }

    private static Op write(Random random) {
        return new Op.Write(
                id(random),
                component(random),
                Meaning.proofOrNull(random),
                random.nextInt(3) == 0 ? number(random) : 0,
                Payload.wrap(Meaning.bytes(random, random.nextInt(random.nextInt(9) == 0 ? 200 : 6))));
    }

    private static Op enter(Random random) {
        return new Op.Enter(
                id(random),
                Meaning.sector(random),
                Meaning.proofOrNull(random),
                Payload.wrap(SnapshotModel.someCells(random)));
    }

    private static Op paint(Random random) {
        int first = random.nextInt(3) == 0 ? 4095 : random.nextInt(4096);
        int length = random.nextInt(3) == 0 ? 4096 - first : 1 + random.nextInt(4096 - first);
        return new Op.Paint(id(random), component(random), first, length, (int) number(random));
    }

    private static List<Dot> dots(Random random) {
        List<Dot> out = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            long clock = random.nextBoolean() ? Meaning.CLOCK - random.nextInt(1_000_000) : number(random);
            long replica = random.nextBoolean() ? SELF : number(random);
            out.add(new Dot(replica, clock, random.nextInt(9) == 0 ? BatchContent.MAX_OPS : random.nextInt(70)));
        }
        return out;
    }

    static Claim claim(Random random) {
        Claim draft = new Claim(
                Meaning.WORLD,
                Meaning.entity(random, SELF),
                number(random),
                Meaning.peer(random),
                Meaning.proofOrNull(random),
                Meaning.proofOrNull(random),
                number(random),
                SELF,
                new Signature(new byte[Signature.BYTES]));
        return draft.signedBy(AUTHOR);
    }

    private static Map<String, Object> meaning(Placed placed, long by) {
        Map<String, Object> out = Json.object("index", placed.index());
        Op op = placed.op();
        if (op instanceof Op.Unknown unknown) {
            out.putAll(Json.object(
                    "op",
                    "unknown",
                    "code",
                    unknown.code(),
                    "body",
                    unknown.payload().toString()));
            return out;
        }
        out.put("op", op.kind().name().toLowerCase(Locale.ROOT));
        if (op instanceof Op.Transfer transfer) {
            out.putAll(ProofVectors.meaning(transfer.claim()));
        } else {
            out.putAll(OpMeaning.of(op, by));
        }
        return out;
    }
}
