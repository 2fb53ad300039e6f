package worldmesh.samples.galaxy.sim;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.AdmitLimits;
import worldmesh.authority.pipeline.Pipeline;
import worldmesh.authority.store.JournalWorldStore;
import worldmesh.mesh.MeshCore;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.CommandListener;
import worldmesh.peer.core.HostRequest;
import worldmesh.peer.core.JoinRequest;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.core.SectorMap;
import worldmesh.peer.core.SessionCore;
import worldmesh.peer.core.SessionState;
import worldmesh.peer.core.WorldParts;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.peer.stream.DeltaCodecs;
import worldmesh.runtime.identity.Signer;
import worldmesh.samples.galaxy.event.CombatFeed;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.Commons;
import worldmesh.samples.galaxy.model.Enlist;
import worldmesh.samples.galaxy.model.Found;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.War;
import worldmesh.samples.galaxy.rule.GalaxyRules;
import worldmesh.samples.galaxy.wire.UnitCodec;
import worldmesh.samples.galaxy.world.GalaxyWorld;
import worldmesh.testkit.crypto.SimulatedMeshCrypto;
import worldmesh.testkit.disk.SimulatedDisk;
import worldmesh.testkit.mesh.SimMesh;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.OwnershipCheck;

/** One peer of a simulated galaxy, without a bot: the test plays. */
final class SimPeer {
    final int index;
    final LocalWorld world;
    final SessionCore session;
    final List<CombatEvent> heard = new ArrayList<>();

    /** How long after its decision each event was heard, in milliseconds of world time. */
    final List<Long> delays = new ArrayList<>();

    int accepted;
    final List<String> rejected = new ArrayList<>();
    private final Galaxy galaxy;
    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    private @Nullable CombatFeed feed;
    private long sinceMillis = -1;

    SimPeer(Galaxy galaxy, int index) {
        this.galaxy = galaxy;
        this.index = index;
        Signer signer = galaxy.signatures.signer(index);
        SplittableRandom random = galaxy.split();
        var crypto = new SimulatedMeshCrypto(signer, galaxy.signatures, random.split());
        var core = new MeshCore(MeshSettings.defaults(), signer, crypto, random.split());
        var mesh = new SimMesh(galaxy.scheduler, galaxy.network.open(Galaxy.address(index)), core);
        var disk = new SimulatedDisk(galaxy.scheduler, random.split(), 2_000_000, 2_000_000);
        this.world = new LocalWorld(parts(signer, disk), random.nextLong());
        this.session = new SessionCore(world, galaxy.settings, heard(mesh), random.nextLong());
        if (index == 0) {
            var request = new HostRequest(
                    "galaxy",
                    Membership.OPEN,
                    context -> Pipeline.open(context, AdmitLimits.DEFAULT),
                    random.nextLong());
            session.host(request, now(), wall());
        } else {
            session.join(Galaxy.address(0), JoinRequest.ANYBODY, now(), wall());
        }
    }

    /** The mesh as the session has it; what it says reliably is heard. */
    private MeshPort heard(MeshPort mesh) {
        return (MeshPort) Proxy.newProxyInstance(
                MeshPort.class.getClassLoader(), new Class<?>[] {MeshPort.class}, (proxy, method, args) -> {
                    if (method.getName().equals("send")
                            && args[1] instanceof Lane lane
                            && lane.reliable()
                            && args[3] instanceof byte[] message) {
                        galaxy.said.accept(message);
                    }
                    return method.invoke(mesh, args);
                });
    }

    private WorldParts parts(Signer signer, SimulatedDisk disk) {
        SectorMap sectors = new SectorMap();
        sectors.add(Unit.class, (unit, grid) -> grid.containing(unit.x(), unit.y()));
        return new WorldParts(
                GalaxyWorld.schema(),
                GalaxyRules.book(),
                sectors,
                signer,
                galaxy.signatures,
                new JournalWorldStore(disk.open(callbacks::add)),
                ReceiptSink.NONE,
                "side-" + index,
                OwnershipCheck.STRICT,
                ReplicaLimits.DEFAULT,
                new DeltaCodecs().add(Unit.class, new UnitCodec(update -> {})));
    }

    private long now() {
        return galaxy.scheduler.nowNanos();
    }

    private long wall() {
        return galaxy.scheduler.wallMillis();
    }

    void turn() {
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
        }
        session.update(now(), wall());
        if (sinceMillis < 0 && session.state() == SessionState.CONNECTED) {
            sinceMillis = world.worldMillis();
        }
        War war = war();
        if (war != null && sinceMillis >= 0) {
            CombatFeed telling = feed;
            if (telling == null) {
                telling = new CombatFeed(sinceMillis, war.nextEvent() - CombatFeed.KEPT_MAX);
                feed = telling;
            }
            CombatFeed hearing = telling;
            world.replica().each(null, CombatEvent.class, (entity, event) -> hearing.offer(event));
            for (CombatEvent event : telling.take(war.nextEvent())) {
                heard.add(event);
                delays.add(world.worldMillis() - event.ts());
            }
        }
    }

    boolean knows(int others) {
        return world.manifest() != null && session.peers().size() == others + 1;
    }

    @Nullable War war() {
        War[] found = new War[1];
        if (world.manifest() != null) {
            world.replica().each(null, War.class, (entity, war) -> found[0] = war);
        }
        return found[0];
    }

    void begin() {
        world.spawn(SectorId.ORIGIN, new Commons("galaxy"));
        submit(new Found());
    }

    /** The first entity with a component. */
    <T extends Record> EntityId first(Class<T> type) {
        List<EntityId> found = new ArrayList<>();
        world.replica().each(null, type, (entity, value) -> found.add(entity));
        return found.get(0);
    }

    <T extends Record> T confirmed(EntityId entity, Class<T> type) {
        return Objects.requireNonNull(world.confirmed(entity, type));
    }

    <T extends Record> T drawn(EntityId entity, Class<T> type) {
        return Objects.requireNonNull(world.drawn(entity, type));
    }

    EntityId unit(double x, double y) {
        EntityId unit = world.spawn(null, Unit.at(x, y));
        submit(new Enlist(unit));
        return unit;
    }

    boolean hasHull(EntityId unit) {
        return world.manifest() != null && world.confirmed(unit, Hull.class) != null;
    }

    void submit(Record command) {
        session.submit(command, new CommandListener() {
            @Override
            public void accepted(Receipt receipt) {
                accepted++;
            }

            @Override
            public void rejected(String reason, @Nullable Receipt receipt) {
                rejected.add(reason);
            }
        });
    }
}
