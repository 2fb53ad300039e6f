package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.stream.DroneCodec.Drone;
import worldmesh.peer.topic.TopicKind;
import worldmesh.peer.topic.TopicName;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.StateUpdate;
import worldmesh.peer.wire.Welcome;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.Interest;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;

/** What a session whose link was lost finds again, on a virtual clock. */
class SessionResumeTest {
    private static final int DRONES = 60;
    private static final int BLOCKS = 8_000;
    private static final int SESSIONS = 10_000;
    private static final int AT_ONCE = 25;
    private static final long KEPT_MILLIS = SessionSettings.defaults().resumeMillis();

    private final Party party = new Party();
    private final List<EntityId> drones = new ArrayList<>();
    private final List<MemoryMesh.Sent> sent = new ArrayList<>();
    private final Random random = new Random(11);

    private Node ann() {
        return party.nodes.get(0);
    }

    private Node bob() {
        return party.nodes.get(1);
    }

    private void meet() {
        party.node("ann").host();
        party.node("bob").join(ann());
        party.run(500);
        for (int i = 0; i < DRONES; i++) {
            drones.add(bob().world.spawn(null, new Drone(1_000_000 + i * 5_000)));
        }
        party.run(500);
        fly(10);
        party.net.wire = sent::add;
    }

    private void fly(int beats) {
        for (int i = 0; i < beats; i++) {
            for (EntityId drone : drones) {
                double x = Objects.requireNonNull(bob().world.drawn(drone, Drone.class))
                        .x();
                bob().world.put(drone, new Drone(x + 1));
            }
            party.run(50);
        }
    }

    private void cutFor(long millis) {
        party.net.cut(ann().mesh, bob().mesh);
        sent.clear();
        party.run(millis);
        party.net.heal(ann().mesh, bob().mesh);
    }

    /** Of the first update of motion that bob sent. */
    private int firstUpdateBytes() {
        for (MemoryMesh.Sent each : sent) {
            if (MessageKind.decode(each.message()) instanceof StateUpdate update) {
                return update.bits().length;
            }
        }
        throw new AssertionError("no update was sent");
    }

    private long count(Set<MessageKind> kinds) {
        return sent.stream()
                .map(each -> MessageKind.decode(each.message()))
                .filter(message -> message != null && kinds.contains(message.kind()))
                .count();
    }

    @Test
    void aResumedSessionGoesOnFromTheMotionThatItHadInTime() {
        meet();
        cutFor(KEPT_MILLIS - 2_000);
        fly(30);
        int resumed = firstUpdateBytes();
        assertEquals(0, ann().session.stats().statesLost());

        cutFor(KEPT_MILLIS + 2_000);
        fly(30);
        int anew = firstUpdateBytes();

        assertTrue(3 * resumed <= anew, resumed + " bytes resumed, " + anew + " anew");
        party.run(1_000);
        assertTrue(party.converged());
        assertEquals(0, ann().session.stats().statesLost());
    }

    @Test
    void anotherProcessOfThePeerBeginsAnewAlsoInTime() {
        meet();
        bob().kill();
        ann().mesh.drop(bob().mesh, CloseReason.TIMED_OUT);
        sent.clear();
        party.run(1_000);
        bob().join(ann());
        party.run(1_000);
        fly(30);
        party.run(1_000);

        for (EntityId drone : drones) {
            assertEquals(bob().world.drawn(drone, Drone.class), ann().world.drawn(drone, Drone.class));
        }
        assertEquals(0, ann().session.stats().statesLost());
    }

    @Test
    void aResumedSessionIsSentWhatChangedAndNotTheWorld() {
        party.node("ann").host();
        List<EntityId> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(ann().world.spawn(null, new Block(random.nextInt())));
        }
        party.run(100);
        party.net.wire = sent::add;
        party.node("bob").join(ann());
        party.run(1_000);
        long world = bytes();

        party.net.cut(ann().mesh, bob().mesh);
        sent.clear();
        for (int i = 0; i < 20; i++) {
            ann().world.put(blocks.get(i), new Block(-i));
        }
        party.run(30_000);
        party.net.heal(ann().mesh, bob().mesh);
        party.run(3_000);

        assertTrue(party.converged());
        long snapshots = count(Set.of(MessageKind.SNAPSHOT_PART, MessageKind.BLOCK_ROOT, MessageKind.SKETCH));
        assertTrue(snapshots <= 1, "snapshots: " + snapshots);
        assertTrue(10 * bytes() < world, bytes() + " bytes of " + world);
    }

    private long bytes() {
        return sent.stream()
                .filter(each -> each.lane() != Lane.STATE)
                .mapToLong(each -> each.message().length)
                .sum();
    }

    @Test
    void aResumedSessionKeepsItsPlayerItsTopicsAndWhatItWants() {
        meet();
        TopicName topic = new TopicName("score", TopicKind.MESSAGES);
        List<byte[]> heard = new ArrayList<>();
        Node eve = party.node("eve").join(ann());
        eve.session.subscriptions().interests().want(Interest.around(SectorId.ORIGIN, 1));
        eve.session.topics().subscribe(topic, message -> heard.add(message.content()));
        party.run(1_000);
        PeerId before = eve.mesh.self();

        party.net.cut(ann().mesh, eve.mesh);
        party.net.cut(bob().mesh, eve.mesh);
        EntityId near = ann().world.spawn(SectorId.ORIGIN, new Block(1));
        EntityId far = ann().world.spawn(new SectorId(40, 0, 0), new Block(2));
        party.run(10_000);
        party.net.heal(ann().mesh, eve.mesh);
        party.net.heal(bob().mesh, eve.mesh);
        party.run(3_000);
        ann().session.topics().publish(topic, new byte[] {7});
        party.run(500);

        assertTrue(ann().session.peers().stream().anyMatch(peer -> peer.peer().equals(before)));
        assertEquals(1, heard.size());
        assertEquals(new Block(1), eve.world.drawn(near, Block.class));
        assertNull(eve.world.drawn(far, Block.class));
    }

    @Test
    void tenThousandSessionsThatCameAndWereLostLeaveNothing() {
        Node host = party.node("ann");
        host.host(new HostRequest("world", Membership.OPEN, Hosting.HOSTED, host.judge, 1));
        party.run(100);
        Set<PeerId> guests = new HashSet<>();
        for (int first = 0; first < SESSIONS; first += AT_ONCE) {
            List<PeerId> here = new ArrayList<>();
            for (int i = first; i < first + AT_ONCE; i++) {
                here.add(come(host, i));
            }
            party.run(Party.STEP_MILLIS);
            assertEquals(1 + AT_ONCE, host.session.peers().size());
            here.forEach(peer -> host.mesh.post(new MeshSignal.LinkDown(peer, CloseReason.TIMED_OUT), 0));
            party.run(Party.STEP_MILLIS);
            guests.addAll(here);
        }
        assertEquals(SESSIONS, guests.size());
        host.events.clear();

        party.run(KEPT_MILLIS + 1_000);

        assertEquals(1, host.session.peers().size());
        List<String> remembered = remembered(host.session, guests);
        remembered.removeIf(path -> path.contains(".verifier.") || path.contains(".mesh.")); // the test's own
        assertEquals(List.of(), remembered);
    }

    /** A peer that says what is needed to be let in, and then moves something. */
    private PeerId come(Node host, int number) {
        PublicKey key = party.signatures.signer(100_000 + number).publicKey();
        PeerId peer = key.peer();
        byte[] world = Objects.requireNonNull(host.world.manifest()).encode();
        byte[] worldId =
                Objects.requireNonNull(host.world.manifest()).worldId().hash().bytes();
        host.mesh.post(
                new MeshSignal.LinkUp(peer, key, MemoryMesh.address(20_000 + number % 40_000), false, new byte[32]), 0);
        byte[] schema = host.world.schema().hash().bytes();
        hear(host, peer, new Hello(Hello.VERSION, worldId, schema, "guest", number, new byte[0], false));
        hear(host, peer, new Welcome(world, host.world.worldMillis(), true));
        int component = host.world.schema().type(Drone.class).id();
        byte[] update =
                new StateUpdate(component, 1, (int) host.world.worldMillis(), SectorId.ORIGIN, new byte[9]).encode();
        host.mesh.post(new MeshSignal.Received(peer, Lane.STATE, StateUse.UPDATES.stream(0), update), 0);
        return peer;
    }

    private static void hear(Node host, PeerId peer, Message message) {
        host.mesh.post(new MeshSignal.Received(peer, Lane.RELIABLE, PeerLink.CONTROL_STREAM, message.encode()), 0);
    }

    /** The fields by which one of the peers is still reached from {@code root}. */
    private static List<String> remembered(Object root, Set<PeerId> peers) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Map.Entry<String, Object>> open = new ArrayDeque<>();
        List<String> found = new ArrayList<>();
        open.add(Map.entry("session", root));
        while (!open.isEmpty()) {
            Map.Entry<String, Object> next = open.remove();
            Object value = next.getValue();
            if (value instanceof PeerId peer) {
                if (peers.contains(peer)) {
                    found.add(next.getKey());
                }
            } else if (seen.add(value)) {
                parts(next.getKey(), value, open);
            }
        }
        return new ArrayList<>(new TreeSet<>(found));
    }

    private static void parts(String path, Object value, Deque<Map.Entry<String, Object>> open) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                add(path, key, open);
                add(path, each, open);
            });
        } else if (value instanceof Collection<?> all) {
            all.forEach(each -> add(path, each, open));
        } else if (value instanceof Object[] array) {
            for (int i = 0; i < Array.getLength(array); i++) {
                add(path, array[i], open);
            }
        } else if (!(value instanceof MemoryMesh)) {
            for (Class<?> type = value.getClass(); isOurs(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        add(path + "." + field.getName(), read(field, value), open);
                    }
                }
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("worldmesh.");
    }

    private static @Nullable Object read(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(String path, @Nullable Object value, Deque<Map.Entry<String, Object>> open) {
        if (value != null) {
            open.add(Map.entry(path, value));
        }
    }
}
