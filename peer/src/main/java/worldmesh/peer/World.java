package worldmesh.peer;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.identity.KeyFile;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.core.SectorMap;
import worldmesh.peer.core.WorldParts;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.peer.port.WorldStore;
import worldmesh.peer.port.WorldStoreProvider;
import worldmesh.peer.stream.DeltaCodec;
import worldmesh.peer.stream.DeltaCodecs;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.loop.BesideThread;
import worldmesh.runtime.loop.ForesightVerifier;
import worldmesh.world.causal.HybridClock;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.PastWorld;
import worldmesh.world.replica.ReplicaHistory;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;
import worldmesh.world.summary.SummaryRule;
import worldmesh.world.summary.SummaryRules;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.WorldManifest;

/**
 * One persistent world as this peer knows it: open it, read it, edit it, observe it. An empty store becomes a world
 * when a {@link Session} founds or joins one; until then it cannot be edited. Belongs to the thread that opened it, or
 * to the one that first calls {@code Session.update}; any other use is an {@link IllegalStateException} that names both
 * threads.
 */
public final class World implements AutoCloseable {
    private final LocalWorld core;
    private final WorldShell shell;

    private World(LocalWorld core, WorldShell shell) {
        this.core = core;
        this.shell = shell;
    }

    /** Begins to describe a world. */
    public static Builder builder() {
        return new Builder();
    }

    /** This peer. */
    public PeerId self() {
        return core.self();
    }

    /** This player's name. */
    public String name() {
        return core.name();
    }

    /** True once the store belongs to a world: founded, joined, or opened again. */
    public boolean isFounded() {
        return manifest() != null;
    }

    /** The founding record, or null while the store is empty. */
    public @Nullable WorldManifest manifest() {
        return core.manifest();
    }

    /** The components and commands. */
    public Schema schema() {
        return core.schema();
    }

    /** World time in milliseconds, the same for all players within a few; 0 before the first update. */
    public long worldMillis() {
        return checkedCore().worldMillis();
    }

    /** Makes an entity of these components, owned by this player, in the sector that {@code sectorBy} says. */
    public Entity spawn(Record... components) {
        return entity(checkedCore().spawn(null, components));
    }

    /** Makes an entity in {@code sector}. */
    public Entity spawn(SectorId sector, Record... components) {
        return entity(checkedCore().spawn(sector, components));
    }

    /** The handle of the entity with this id; it need not exist. */
    public Entity entity(EntityId id) {
        return new Entity(this, id);
    }

    /** Reads all entities that have a component. */
    public <T extends Record> Query<T> query(Class<T> type) {
        core.schema().type(type);
        return new Query<>(this, type);
    }

    /** Observes a component. */
    public <T extends Record> Observation<T> observe(Class<T> type) {
        return observe(type, "observer of " + type.getSimpleName());
    }

    /** Observes a component under a name that error notifications use. */
    public <T extends Record> Observation<T> observe(Class<T> type, String name) {
        core.schema().type(type);
        checkedCore();
        return new Observation<>(this, type, name);
    }

    /** Shares components with other threads, from the next update on. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the classes are only read
    public final SharedView share(Class<? extends Record>... types) {
        for (Class<? extends Record> type : types) {
            core.schema().type(type);
        }
        checkedCore();
        return new SharedView(this, List.of(types));
    }

    /**
     * The confirmed world as it was at a time of world time, read-only: with all that was written up to then and has
     * reached this peer by now. It is computed anew from what is retained, and takes as much memory as the world had.
     *
     * @throws worldmesh.world.replica.HistoryGoneException if that is older than the batches that are retained; ask for
     *     {@link #oldestMillis} or later
     */
    public PastWorld at(long worldMillis) {
        return checkedCore().replica().history().at(ReplicaHistory.stampOf(worldMillis));
    }

    /** The earliest world time that {@link #at} can answer, 0 while nothing was dropped. */
    public long oldestMillis() {
        return HybridClock.millis(checkedCore().replica().history().oldest());
    }

    /** A stack of own edits that can be undone: those made in its {@code record}. */
    public Undo undo() {
        checkedCore();
        return new Undo(this);
    }

    /** A hash of everything confirmed: equal on two peers exactly if they hold the same world. */
    public String digest() {
        return checkedCore().digest();
    }

    /** Settles motion, finishes the store and releases it. */
    @Override
    public void close() {
        checkedCore().close();
        shell.drainCallbacks();
        core.store().close();
        shell.close();
    }

    LocalWorld core() {
        return core;
    }

    LocalWorld checkedCore() {
        shell.checkThread();
        return core;
    }

    WorldShell shell() {
        return shell;
    }

    /** Describes a world. Not thread-safe. */
    public static final class Builder {
        private final List<Class<? extends Record>> types = new ArrayList<>();
        private final SectorMap sectors = new SectorMap();
        private final DeltaCodecs deltas = new DeltaCodecs();
        private final SummaryRules summaries = new SummaryRules();
        private RuleBook rules = RuleBook.empty();
        private @Nullable Path store;
        private @Nullable Path identity;
        private @Nullable Path receipts;
        private String name = "player";

        private Builder() {}

        /** Declares components: records annotated with {@code @Component}. */
        @SafeVarargs
        @SuppressWarnings("varargs") // the classes are only read
        public final Builder components(Class<? extends Record>... components) {
            types.addAll(List.of(components));
            return this;
        }

        /** Declares commands: records annotated with {@code @CommandType}. */
        @SafeVarargs
        @SuppressWarnings("varargs") // the classes are only read
        public final Builder commands(Class<? extends Record>... commands) {
            types.addAll(List.of(commands));
            return this;
        }

        /**
         * Says how a motion component travels on STATE: as differences from what each receiver has, in the game's own
         * bits. Every player's program must say the same. Without it, values travel whole.
         */
        public <T extends Record> Builder deltas(Class<T> type, DeltaCodec<T, ?> codec) {
            deltas.add(type, codec);
            return this;
        }

        /** The rules commands are decided by: by the authority for all, here in advance. */
        public Builder rules(RuleBook book) {
            rules = book;
            return this;
        }

        /** Says which sector a component puts its entity into, or where a command is decided; else the origin. */
        public <T extends Record> Builder sectorBy(Class<T> type, Function<? super T, SectorId> sector) {
            sectors.add(type, sector);
            return this;
        }

        /** Says which sector a component puts its entity into, in the grid of the world. */
        public <T extends Record> Builder sectorBy(Class<T> type, BiFunction<? super T, SectorGrid, SectorId> sector) {
            sectors.add(type, sector);
            return this;
        }

        /** Says what of a component those are told who see its sector from afar; without rules entities are counted. */
        public <T extends Record> Builder summarise(Class<T> type, SummaryRule<? super T> rule) {
            summaries.add(type, rule);
            return this;
        }

        /**
         * The width of a sector in metres, for a world that is founded; a world in the store or joined that was founded
         * with another is refused. By default 1000 for a new world, and any other is taken as it is.
         */
        public Builder sectorSize(int metres) {
            sectors.want(new SectorGrid(metres));
            return this;
        }

        /** The directory that keeps the world. Required. */
        public Builder store(Path directory) {
            store = directory;
            return this;
        }

        /** The file that keeps this player's key; by default {@code identity.key} in the store. */
        public Builder identity(Path keyFile) {
            identity = keyFile;
            return this;
        }

        /** The file that receipts of accepted commands are appended to; by default none. */
        public Builder receipts(Path file) {
            receipts = file;
            return this;
        }

        /** This player's name. */
        public Builder name(String playerName) {
            name = playerName;
            return this;
        }

        /** Opens the store and the key; creates both where they are missing. */
        public World open() {
            if (store == null) {
                throw new IllegalStateException(
                        "the world has no store; name a directory with World.builder().store(..)");
            }
            Path directory = store;
            SecureRandom random = new SecureRandom();
            Schema schema = Schema.of(types);
            WorldStoreProvider provider = Providers.store();
            Path key = identity == null ? directory.resolve("identity.key") : identity;
            Ed25519Signer signer = KeyFile.loadOrCreate(key, random);
            ReceiptFile receiptFile = receipts == null ? null : ReceiptFile.open(receipts);
            WorldShell shell = new WorldShell(signer, random, receiptFile, directory);
            WorldStore opened = provider.open(directory, shell.callbacks());
            ReceiptSink sink = receiptFile == null ? ReceiptSink.NONE : receiptFile;
            deltas.check(schema);
            summaries.check(schema);
            WorldParts parts = new WorldParts(
                    schema,
                    rules,
                    sectors,
                    signer,
                    new ForesightVerifier(Ed25519Verifier.INSTANCE),
                    opened,
                    sink,
                    name,
                    OwnershipCheck.STRICT,
                    ReplicaLimits.DEFAULT,
                    deltas,
                    summaries);
            LocalWorld core = null;
            try {
                core = new LocalWorld(parts, random.nextLong());
                core.workBeside(new BesideThread("world-beside")::execute);
                return new World(core, shell);
            } finally {
                if (core == null) {
                    opened.close();
                    shell.close();
                }
            }
        }
    }
}
