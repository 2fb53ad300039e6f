package worldmesh.world.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.entity.EntityId;

/**
 * The ops of one batch as columns of numbers, used again for the next one: what a batch is read into and written from.
 * Ops that columns do not say are kept as objects beside them. Not thread-safe.
 */
public final class OpBuffer {
    private static final int LEAST = 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private int size;
    /** The group of each op above 32 bits, below its shape. */
    private long[] whats = new long[LEAST];

    private long[] counters = new long[LEAST];
    private int[] indices = new int[LEAST];
    /** Where the bytes of a value or text begin above 32 bits, below how many they are. */
    private long[] spans = new long[LEAST];
    /** The amount of an addition; of an exclusion where its dots begin, and above 32 bits how many they are. */
    private long[] amounts = new long[LEAST];

    private byte[] bytes = new byte[128];
    private int byteCount;

    private int shapeCount;
    private int lastShape;
    private int[] codes = new int[8];
    private OpKind[] kinds = new OpKind[8];
    private int[] components = new int[8];

    private int groupCount;
    private long[] replicas = new long[8];
    private int[] trusts = new int[8];

    private int dotCount;
    private long[] dotReplicas = new long[8];
    private long[] dotClocks = new long[8];
    private int[] dotIndices = new int[8];

    private final List<Op> others = new ArrayList<>();
    private int[] otherIndices = new int[8];
    private byte @Nullable [] source;
    private @Nullable BatchScribe scribe;
    private @Nullable ColumnReader reader;
    private final BatchHeader header = new BatchHeader();
    private int[] places = new int[LEAST];
    private int[] ends = new int[8];

    /** Forgets all ops and keeps the memory. */
    public OpBuffer reset() {
        size = 0;
        byteCount = 0;
        shapeCount = 0;
        groupCount = 0;
        dotCount = 0;
        others.clear();
        source = null;
        return this;
    }

    /** Orders the ops by shape, those of each as they lie, for {@link #ofShape}. */
    void sortByShape() {
        if (places.length < size) {
            places = new int[whats.length];
        }
        if (ends.length < shapeCount) {
            ends = new int[codes.length];
        }
        Arrays.fill(ends, 0, shapeCount, 0);
        for (int i = 0; i < size; i++) {
            ends[shape(i)]++;
        }
        int sum = 0;
        for (int i = 0; i < shapeCount; i++) {
            int uses = ends[i];
            ends[i] = sum;
            sum += uses;
        }
        for (int i = 0; i < size; i++) {
            places[ends[shape(i)]++] = i;
        }
    }

    /** Where the ops of a shape begin in the order by shapes of what was read. */
    public int firstOf(int shape) {
        return shape == 0 ? 0 : ends[shape - 1];
    }

    /** Where they end. */
    public int endOf(int shape) {
        return ends[shape];
    }

    /** The op at a place of that order. */
    public int ofShape(int place) {
        return places[place];
    }

    /** What writes batches of these ops. */
    public BatchScribe scribe() {
        if (scribe == null) {
            scribe = new BatchScribe(this);
        }
        return scribe;
    }

    /** What reads columns into this buffer. */
    ColumnReader reader() {
        if (reader == null) {
            reader = new ColumnReader(this);
        }
        return reader;
    }

    /** The head of the batch that was read last. */
    public BatchHeader header() {
        return header;
    }

    /** Reads a batch in the place of what was there; false if it is malformed. Its signature is not checked. */
    public boolean read(byte[] from, int offset, int length) {
        reset();
        return header.read(from, offset, length) && header.read(this);
    }

    /** The same of a batch that has these bytes for itself, so that they need not be read again. */
    boolean readAll(byte[] raw) {
        source = read(raw, 0, raw.length) ? raw : null;
        return source != null;
    }

    boolean isOf(byte[] raw) {
        return source == raw;
    }

    /** The number of ops in columns. */
    public int size() {
        return size;
    }

    /** The number of all ops. */
    public int count() {
        return size + others.size();
    }

    /** The ops that columns do not say. */
    public List<Op> others() {
        return others;
    }

    /** The number by which the other op at a place is named in its dot. */
    public int otherIndex(int place) {
        return otherIndices[place];
    }

    /** How many pairs of a kind and a component there are. */
    public int shapeCount() {
        return shapeCount;
    }

    /** The kind of a shape. */
    public OpKind kind(int shape) {
        return kinds[shape];
    }

    int code(int shape) {
        return codes[shape];
    }

    /** The component of a shape, 0 for none. */
    public int component(int shape) {
        return components[shape];
    }

    /** How many pairs of a creator and a class of trust there are. */
    public int groupCount() {
        return groupCount;
    }

    /** The creator of a group's entities. */
    public long replica(int group) {
        return replicas[group];
    }

    /** The code of the trust of a group's entities. */
    public int trust(int group) {
        return trusts[group];
    }

    /** The shape of an op. */
    public int shape(int op) {
        return (int) whats[op];
    }

    /** The group of an op's entity. */
    public int group(int op) {
        return (int) (whats[op] >>> 32);
    }

    /** The counter of an op's entity. */
    public long counter(int op) {
        return counters[op];
    }

    /** The number by which an op is named in its dot. */
    public int index(int op) {
        return indices[op];
    }

    /** The array in which values and texts lie. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the value or text of an op begins. */
    public int start(int op) {
        return (int) (spans[op] >>> 32);
    }

    /** How many bytes the value or text of an op has. */
    public int length(int op) {
        return (int) spans[op];
    }

    /** The amount of an addition. */
    public long amount(int op) {
        return amounts[op];
    }

    /** The first dot of an exclusion. */
    public int firstDot(int op) {
        return (int) amounts[op];
    }

    /** The end of the dots of an exclusion. */
    public int endOfDots(int op) {
        return (int) amounts[op] + (int) (amounts[op] >>> 32);
    }

    /** The replica of a dot. */
    public long dotReplica(int dot) {
        return dotReplicas[dot];
    }

    /** The clock of a dot. */
    public long dotClock(int dot) {
        return dotClocks[dot];
    }

    /** The index of a dot. */
    public int dotIndex(int dot) {
        return dotIndices[dot];
    }

    /** The shape of a kind and a component, added if there is none. */
    int shapeOf(int code, int component) {
        // Entities that are written to in one way have the next shape behind that of the last op.
        int guess = lastShape + 1;
        for (int i = -1; i < shapeCount && (guess >= shapeCount || !isShape(guess, code, component)); ) {
            guess = ++i;
        }
        lastShape = guess < shapeCount ? guess : addShape(code, component);
        return lastShape;
    }

    private boolean isShape(int shape, int code, int component) {
        return codes[shape] == code && components[shape] == component;
    }

    int addShape(int code, int component) {
        if (shapeCount == codes.length) {
            codes = Arrays.copyOf(codes, 2 * shapeCount);
            kinds = Arrays.copyOf(kinds, 2 * shapeCount);
            components = Arrays.copyOf(components, 2 * shapeCount);
        }
        OpKind kind = OpKind.ofCode(code);
        codes[shapeCount] = code;
        kinds[shapeCount] = kind == null ? OpKind.UNKNOWN : kind;
        components[shapeCount] = component;
        return shapeCount++;
    }

    int groupOf(long replica, int trust) {
        for (int i = groupCount - 1; i >= 0; i--) {
            if (replicas[i] == replica && trusts[i] == trust) {
                return i;
            }
        }
        return addGroup(replica, trust);
    }

    int addGroup(long replica, int trust) {
        if (groupCount == replicas.length) {
            replicas = Arrays.copyOf(replicas, 2 * groupCount);
            trusts = Arrays.copyOf(trusts, 2 * groupCount);
        }
        replicas[groupCount] = replica;
        trusts[groupCount] = trust;
        return groupCount++;
    }

    /** Adds an op of which nothing but kind and entity is said yet. */
    int addOp(int shape, int group, long counter) {
        if (size == whats.length) {
            grow();
        }
        whats[size] = (long) group << 32 | shape;
        counters[size] = counter;
        indices[size] = 0;
        spans[size] = (long) byteCount << 32;
        amounts[size] = 0;
        return size++;
    }

    private void grow() {
        int more = 2 * size;
        whats = Arrays.copyOf(whats, more);
        counters = Arrays.copyOf(counters, more);
        indices = Arrays.copyOf(indices, more);
        spans = Arrays.copyOf(spans, more);
        amounts = Arrays.copyOf(amounts, more);
    }

    void index(int op, int index) {
        indices[op] = index;
    }

    /** Sets the amount of an addition. */
    public void amount(int op, long amount) {
        amounts[op] = amount;
    }

    /** Gives an op its value or text; over what it had if it fits there. */
    public void bytes(int op, byte[] from, int offset, int length) {
        int start = start(op);
        if (length > length(op)) {
            start = byteCount;
            byteCount += length;
            while (byteCount + Long.BYTES > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            if (length <= Long.BYTES && offset + Long.BYTES <= from.length) {
                // Beyond its end nothing was written yet.
                LONGS.set(bytes, start, (long) LONGS.get(from, offset));
                spans[op] = (long) start << 32 | length;
                return;
            }
        }
        System.arraycopy(from, offset, bytes, start, length);
        spans[op] = (long) start << 32 | length;
    }

    /** Adds a dot to the exclusion that was added last. */
    public void addDot(int op, long replica, long clock, int index) {
        if (dotCount == dotIndices.length) {
            dotReplicas = Arrays.copyOf(dotReplicas, 2 * dotCount);
            dotClocks = Arrays.copyOf(dotClocks, 2 * dotCount);
            dotIndices = Arrays.copyOf(dotIndices, 2 * dotCount);
        }
        amounts[op] = amounts[op] == 0 ? dotCount : amounts[op];
        amounts[op] += 1L << 32;
        dotReplicas[dotCount] = replica;
        dotClocks[dotCount] = clock;
        dotIndices[dotCount++] = index;
    }

    /** Orders the dots of an exclusion by their replicas' unsigned ids. */
    public void sortDots(int op) {
        int first = firstDot(op);
        for (int i = first + 1; i < endOfDots(op); i++) {
            long replica = dotReplicas[i];
            long clock = dotClocks[i];
            int index = dotIndices[i];
            int at = i;
            for (; at > first && Long.compareUnsigned(dotReplicas[at - 1], replica) > 0; at--) {
                dotReplicas[at] = dotReplicas[at - 1];
                dotClocks[at] = dotClocks[at - 1];
                dotIndices[at] = dotIndices[at - 1];
            }
            dotReplicas[at] = replica;
            dotClocks[at] = clock;
            dotIndices[at] = index;
        }
    }

    /** Adds an op that columns do not say. */
    public void addOther(Op op, int index) {
        if (others.size() == otherIndices.length) {
            otherIndices = Arrays.copyOf(otherIndices, 2 * otherIndices.length);
        }
        otherIndices[others.size()] = index;
        others.add(op);
    }

    /** Adds an op, in columns if they say it. */
    public void add(Op op, int index) {
        if (!Columns.fits(op)) {
            addOther(op, index);
            return;
        }
        EntityId entity = Columns.entity(op);
        int shape = shapeOf(op.kind().code(), Op.component(op));
        int group = groupOf(entity.replica(), (int) (entity.counter() & 3));
        int at = addOp(shape, group, entity.counter());
        indices[at] = index;
        if (op instanceof Op.Write write) {
            bytes(at, write.value().array(), 0, write.value().size());
        } else if (op instanceof Op.Add add) {
            amounts[at] = add.amount();
        } else if (op instanceof Op.Include || op instanceof Op.Exclude) {
            byte[] text = Columns.element(op).getBytes(StandardCharsets.UTF_8);
            bytes(at, text, 0, text.length);
        }
        if (op instanceof Op.Exclude exclude) {
            amounts[at] = dotCount;
            for (Dot dot : exclude.seen()) {
                addDot(at, dot.replica(), dot.sequence(), dot.index());
            }
        }
    }

    /** True if columns say the op. */
    public static boolean fits(Op op) {
        return Columns.fits(op);
    }

    /** Adds an op in columns of which value, amount, text or dots are to be said yet. */
    public int add(OpKind kind, int component, long replica, long counter, int index) {
        int group = groupOf(replica, (int) (counter & 3));
        int op = addOp(shapeOf(kind.code(), component), group, counter);
        indices[op] = index;
        return op;
    }

    /** Forgets the op in columns that was added last. */
    public void removeLast() {
        size--;
        boolean last = length(size) > 0 && start(size) + length(size) == byteCount;
        byteCount = last ? start(size) : byteCount;
        if (kind(shape(size)) == OpKind.EXCLUDE && amounts[size] != 0) {
            dotCount = firstDot(size);
        }
    }

    /** Puts another op in the place of one that columns do not say. */
    public void replaceOther(int place, Op op) {
        others.set(place, op);
    }

    /** How many dots an exclusion names. */
    public int dots(int op) {
        return kind(shape(op)) == OpKind.EXCLUDE ? endOfDots(op) - firstDot(op) : 0;
    }

    /** The text of an inclusion or exclusion. */
    public String text(int op) {
        return new String(bytes, start(op), length(op), StandardCharsets.UTF_8);
    }

    /** An op of the columns by itself. */
    public Op op(int op) {
        EntityId entity = new EntityId(replicas[group(op)], counters[op]);
        int component = components[shape(op)];
        return switch (kind(shape(op))) {
            case SPAWN -> new Op.Spawn(entity);
            case DELETE -> new Op.Delete(entity, null);
            case WRITE ->
                new Op.Write(
                        entity,
                        component,
                        null,
                        0,
                        Payload.wrap(Arrays.copyOfRange(bytes, start(op), start(op) + length(op))));
            case ADD -> new Op.Add(entity, component, amounts[op]);
            case INCLUDE -> new Op.Include(entity, component, text(op));
            case EXCLUDE -> new Op.Exclude(entity, component, text(op), seen(op));
            case CLAIM, LEAVE, ENTER, OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT, SPLICE, ATTACH, UNKNOWN ->
                throw new IllegalStateException("no column says a " + kind(shape(op)));
        };
    }

    private List<Dot> seen(int op) {
        return IntStream.range(firstDot(op), endOfDots(op))
                .mapToObj(dot -> new Dot(dotReplicas[dot], dotClocks[dot], dotIndices[dot]))
                .toList();
    }
}
