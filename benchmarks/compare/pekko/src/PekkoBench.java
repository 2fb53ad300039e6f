import anchors.Workload;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.ddata.LWWRegister;
import org.apache.pekko.cluster.ddata.ORMap;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.PNCounter;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The workloads on the CRDT classes of Pekko distributed-data, one ORMap for each entity as for each key of a
 * Replicator, and its serializer; without Replicator, remoting or sockets. Prints one line of JSON.
 */
public final class PekkoBench {
    /** The serializer leaves the name out of addresses and reads its own system's. */
    private static final String SYSTEM = "world";

    private static final int BATCH = 100;
    private static final int REPLICAS = 8;

    private final Serialization serialization;
    private final Map<String, Integer> manifests = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> serializers = new ArrayList<>();

    private PekkoBench(ActorSystem system) {
        serialization = SerializationExtension.get(system);
    }

    /** A serialized object: which serializer, its manifest by number, and the bytes. */
    private void write(Object value, DataOutputStream out) throws IOException {
        SerializerWithStringManifest by = (SerializerWithStringManifest) serialization.findSerializerFor(value);
        String manifest = by.manifest(value);
        Integer number = manifests.get(manifest);
        if (number == null) {
            number = names.size();
            manifests.put(manifest, number);
            names.add(manifest);
            serializers.add(by.identifier());
        }
        byte[] bytes = by.toBinary(value);
        out.writeByte(number);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private Object read(DataInputStream in) throws IOException {
        int number = in.readByte();
        byte[] bytes = in.readNBytes(in.readInt());
        return serialization
                .deserialize(bytes, serializers.get(number), names.get(number))
                .get();
    }

    private final class World {
        private final SelfUniqueAddress self;
        private final Map<Integer, ORMap<String, ReplicatedData>> entities = new HashMap<>();
        private final Map<Integer, Boolean> touched = new LinkedHashMap<>();

        World(int replica) {
            self = new SelfUniqueAddress(new UniqueAddress(
                    new Address("pekko", SYSTEM, "10.0.0." + (replica + 1), 25520), 0x5EED_0000_0000L + replica));
        }

        @SuppressWarnings("unchecked")
        private <T extends ReplicatedData> ORMap<String, ReplicatedData> set(
                ORMap<String, ReplicatedData> entity, String field, T first, Function<T, T> change) {
            return entity.update(self, field, first, now -> change.apply((T) now));
        }

        private ORMap<String, ReplicatedData> assign(ORMap<String, ReplicatedData> entity, String field, Object value) {
            return set(entity, field, LWWRegister.create(self, value), now -> now.withValue(self, value));
        }

        private ORMap<String, ReplicatedData> add(ORMap<String, ReplicatedData> entity, long amount) {
            if (amount == 0) {
                return entity; // an update without a delta is sent as a whole value, which replaces what others added
            }
            return set(entity, "h", PNCounter.create(), now -> now.increment(self, amount));
        }

        private ORMap<String, ReplicatedData> tag(ORMap<String, ReplicatedData> entity, int tag, boolean in) {
            String name = "t" + tag;
            return set(
                    entity, "t", ORSet.<String>create(), now -> in ? now.add(self, name) : now.remove(self, name));
        }

        private ORMap<String, ReplicatedData> born(Workload.Op op) {
            ORMap<String, ReplicatedData> entity = ORMap.create();
            entity = assign(entity, "p", op.pos());
            entity = assign(entity, "o", "p" + op.owner);
            entity = add(entity, op.hp);
            entity = set(entity, "t", ORSet.<String>create(), now -> now);
            for (int tag = 0; tag < 16; tag++) {
                entity = (op.tags >> tag & 1) == 1 ? tag(entity, tag, true) : entity;
            }
            return entity;
        }

        void apply(Workload.Op[] ops) {
            for (Workload.Op op : ops) {
                touched.put(op.e, op.k == Workload.DELETE);
                ORMap<String, ReplicatedData> entity = entities.get(op.e);
                switch (op.k) {
                    case Workload.CREATE -> entities.put(op.e, born(op));
                    case Workload.DELETE -> entities.remove(op.e);
                    case Workload.POS -> entities.put(op.e, assign(entity, "p", op.pos()));
                    case Workload.OWNER -> entities.put(op.e, assign(entity, "o", "p" + op.owner));
                    case Workload.INC -> entities.put(op.e, add(entity, op.inc));
                    default -> entities.put(op.e, tag(entity, op.t, op.k == Workload.TADD));
                }
            }
        }

        /** As the Replicator propagates deltas: of each key that changed the key and its delta. */
        byte[] delta() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            for (Map.Entry<Integer, Boolean> each : touched.entrySet()) {
                out.writeInt(each.getKey());
                out.writeBoolean(each.getValue());
                ORMap<String, ReplicatedData> entity = entities.get(each.getKey());
                out.writeBoolean(entity != null && entity.delta().isDefined());
                if (entity != null && entity.delta().isDefined()) {
                    write(entity.delta().get(), out);
                    entities.put(each.getKey(), entity.resetDelta());
                }
            }
            touched.clear();
            return bytes.toByteArray();
        }

        void merge(byte[] delta) throws IOException {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(delta));
            while (in.available() > 0) {
                int key = in.readInt();
                boolean deleted = in.readBoolean();
                if (deleted) {
                    entities.remove(key);
                }
                if (in.readBoolean()) {
                    ORMap<String, ReplicatedData> entity = entities.getOrDefault(key, ORMap.create());
                    entities.put(key, entity.mergeDelta((ORMap.DeltaOp) read(in)));
                }
            }
        }

        byte[] snapshot() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            for (Map.Entry<Integer, ORMap<String, ReplicatedData>> each : entities.entrySet()) {
                out.writeInt(each.getKey());
                write(each.getValue(), out);
            }
            return bytes.toByteArray();
        }

        @SuppressWarnings("unchecked")
        World load(byte[] snapshot) throws IOException {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot));
            while (in.available() > 0) {
                int key = in.readInt();
                entities.put(key, (ORMap<String, ReplicatedData>) read(in));
            }
            return this;
        }

        @SuppressWarnings("unchecked")
        long hp(ORMap<String, ReplicatedData> entity) {
            return ((PNCounter) entity.get("h").get()).getValue().longValue();
        }

        long touch() {
            return entities.values().stream().mapToLong(this::hp).sum();
        }

        @SuppressWarnings("unchecked")
        String hash() throws Exception {
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            for (Map.Entry<Integer, ORMap<String, ReplicatedData>> each : new TreeMap<>(entities).entrySet()) {
                ORMap<String, ReplicatedData> entity = each.getValue();
                long at = ((LWWRegister<Long>) entity.get("p").get()).getValue();
                int tags = 0;
                for (String tag : ((ORSet<String>) entity.get("t").get()).getElements()) {
                    tags |= 1 << Integer.parseInt(tag.substring(1));
                }
                String owner = ((LWWRegister<String>) entity.get("o").get()).getValue();
                String row = each.getKey() + "|" + (at >>> 24) + "," + (at >>> 16 & 255) + "," + (at & 65535) + "|"
                        + owner + "|" + hp(entity) + "|" + tags + "\n";
                sha.update(row.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(Arrays.copyOf(sha.digest(), 6));
        }

        /** As Replicators gossip: the hash of each key's state one way, the states that differ both ways. */
        long syncWith(World other) throws Exception {
            long bytes = 0;
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            for (Integer key : List.copyOf(entities.keySet())) {
                byte[] mine = state(key);
                byte[] theirs = other.state(key);
                bytes += key.toString().length() + 20;
                if (!Arrays.equals(sha.digest(mine), sha.digest(theirs))) {
                    bytes += mine.length + theirs.length;
                    ORMap<String, ReplicatedData> joined = entities.get(key).merge(other.entities.get(key));
                    entities.put(key, joined);
                    other.entities.put(key, joined);
                }
            }
            return bytes;
        }

        private byte[] state(Integer key) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            write(entities.get(key), new DataOutputStream(bytes));
            return bytes.toByteArray();
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static final class Populated {
        private final World world;
        private int done;
        private long nanos;
        private long bytes;

        Populated(World world) {
            this.world = world;
        }
    }

    private Populated populate(int seed, int n, long until) throws IOException {
        Workload.Populate draws = new Workload.Populate(seed);
        Populated out = new Populated(new World(0));
        while (out.done < n && System.nanoTime() < until) {
            Workload.Op[] ops = draws.batch(Math.min(BATCH, n - out.done));
            long start = System.nanoTime();
            out.world.apply(ops);
            byte[] delta = out.world.delta();
            out.nanos += System.nanoTime() - start;
            out.bytes += delta.length;
            out.done += ops.length;
        }
        return out;
    }

    private String w1(Map<String, String> options, int seed, long slot) throws Exception {
        populate(seed, 2_000, Long.MAX_VALUE);
        int n = Integer.parseInt(options.get("n"));
        long before = heap();
        Populated made = populate(seed, n, System.nanoTime() + slot);
        long after = heap();
        long start = System.nanoTime();
        byte[] snapshot = made.world.snapshot();
        long saved = System.nanoTime();
        World loaded = new World(9).load(snapshot);
        long hp = loaded.touch();
        long end = System.nanoTime();
        return String.format(
                Locale.ROOT,
                "\"n\":%d,\"local_ops_s\":%d,\"bytes_per_op_raw\":%.2f,\"heap_bytes_per_entity\":%d,"
                        + "\"snapshot_bytes\":%d,\"snapshot_ms\":%.2f,\"load_touch_ms\":%.2f,\"cut\":%b,\"count\":%d,"
                        + "\"hpSum\":%d,\"hash\":\"%s\"",
                made.done,
                Math.round(made.done / (made.nanos / 1e9)),
                made.bytes / (double) made.done,
                (after - before) / made.done,
                snapshot.length,
                (saved - start) / 1e6,
                (end - saved) / 1e6,
                made.done < n,
                loaded.entities.size(),
                hp,
                loaded.hash());
    }

    private String w2(Map<String, String> options, int seed, long slot) throws Exception {
        int n = Integer.parseInt(options.get("n"));
        int wanted = Integer.parseInt(options.get("ops"));
        byte[] base = populate(seed, n, Long.MAX_VALUE).world.snapshot();
        World[] replicas = new World[REPLICAS];
        Workload.Churn[] draws = new Workload.Churn[REPLICAS];
        for (int r = 0; r < REPLICAS; r++) {
            replicas[r] = new World(10 + r).load(base);
            draws[r] = new Workload.Churn(seed, r, n);
        }
        long until = System.nanoTime() + slot;
        int done = 0;
        long local = 0;
        long merged = 0;
        long bytes = 0;
        while (done < wanted && System.nanoTime() < until) {
            byte[][] deltas = new byte[REPLICAS][];
            for (int r = 0; r < REPLICAS; r++) {
                Workload.Op[] ops = draws[r].batch(BATCH);
                long start = System.nanoTime();
                replicas[r].apply(ops);
                deltas[r] = replicas[r].delta();
                local += System.nanoTime() - start;
                bytes += deltas[r].length;
            }
            long start = System.nanoTime();
            for (int r = 0; r < REPLICAS; r++) {
                for (int from = 0; from < REPLICAS; from++) {
                    if (from != r) {
                        replicas[r].merge(deltas[from]);
                    }
                }
            }
            merged += System.nanoTime() - start;
            done += BATCH;
        }
        String hash = replicas[0].hash();
        boolean converged = true;
        for (World replica : replicas) {
            converged &= replica.hash().equals(hash);
        }
        return String.format(
                Locale.ROOT,
                "\"n\":%d,\"ops\":%d,\"local_ops_s\":%d,\"merge_ops_s\":%d,\"bytes_per_op_raw\":%.2f,\"cut\":%b,"
                        + "\"converged\":%b,\"count\":%d,\"hpSum\":%d,\"hash\":\"%s\"",
                n,
                done,
                Math.round(done * (double) REPLICAS / (local / 1e9)),
                Math.round(done * (double) REPLICAS * (REPLICAS - 1) / (merged / 1e9)),
                bytes / (double) (done * REPLICAS),
                done < wanted,
                converged,
                replicas[0].entities.size(),
                replicas[0].touch(),
                hash);
    }

    private String w4(Map<String, String> options, int seed, long slot) throws Exception {
        int n = Integer.parseInt(options.get("n"));
        long until = System.nanoTime() + 3 * slot;
        Populated made = populate(seed, n, System.nanoTime() + slot);
        World a = made.world;
        World b = new World(1).load(a.snapshot());
        Workload.Diverge draws = new Workload.Diverge(seed, made.done);
        List<String> results = new ArrayList<>();
        for (int d = 10; d <= Math.min(made.done, 10_000) && System.nanoTime() < until; d *= 10) {
            a.apply(draws.batch(d / 2));
            a.delta();
            b.apply(draws.batch(d - d / 2));
            b.delta();
            long start = System.nanoTime();
            long bytes = a.syncWith(b);
            results.add(String.format(
                    Locale.ROOT,
                    "{\"d\":%d,\"bytes\":%d,\"bytes_per_diff\":%.2f,\"ms\":%.2f,\"msgs\":3}",
                    d,
                    bytes,
                    bytes / (double) d,
                    (System.nanoTime() - start) / 1e6));
        }
        return String.format(
                Locale.ROOT,
                "\"n\":%d,\"cut\":%b,\"converged\":%b,\"results\":[%s]",
                made.done,
                made.done < n || results.size() < 4,
                a.hash().equals(b.hash()),
                String.join(",", results));
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (String arg : args) {
            options.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        ActorSystem system = ActorSystem.create(
                SYSTEM, ConfigFactory.parseString("pekko.loglevel=OFF").withFallback(ConfigFactory.load()));
        PekkoBench bench = new PekkoBench(system);
        int seed = Integer.parseInt(options.get("seed"));
        long slot = Long.parseLong(options.get("seconds")) * 1_000_000_000L;
        String figures = switch (options.get("workload")) {
            case "W1" -> bench.w1(options, seed, slot);
            case "W2" -> bench.w2(options, seed, slot);
            case "W4" -> bench.w4(options, seed, slot);
            default -> throw new IllegalArgumentException("Pekko has no text");
        };
        System.out.println("{\"lib\":\"Pekko\",\"version\":\"" + options.get("version") + "\",\"workload\":\""
                + options.get("workload") + "\",\"seed\":" + seed + "," + figures + "}");
        system.terminate();
    }
}
