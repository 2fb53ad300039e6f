package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.view.CellObserver;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Poses;
import worldmesh.world.component.Component;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Networked;
import worldmesh.world.component.Owned;
import worldmesh.world.component.ReplicationConfig;
import worldmesh.world.component.ReplicationConfig.OwnerChange;
import worldmesh.world.component.ReplicationConfig.Who;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Each field of a {@link ReplicationConfig}, seen in the messages that sessions hand to the mesh. */
class ReplicationConfigTest {
    @Component("plain")
    @Owned
    @Motion
    record Plain(int x) {}

    @Component("slow")
    @Networked(replication = @ReplicationConfig(rate = 10))
    @Motion
    record Slow(int x) {}

    @Component("fast")
    @Networked(replication = @ReplicationConfig(rate = 60))
    @Motion
    record Fast(int x) {}

    @Component("sure")
    @Networked(replication = @ReplicationConfig(lane = ReplicationConfig.Lane.RELIABLE))
    @Motion
    record Sure(int x) {}

    @Component("here")
    @Networked(replication = @ReplicationConfig(interest = 0))
    @Motion
    record Here(int x) {}

    @Component("near")
    @Networked(replication = @ReplicationConfig(interest = 1))
    @Motion
    record Near(int x) {}

    @Component("report")
    @Networked(replication = @ReplicationConfig(who = Who.AUTHORITY))
    @Motion
    record Report(String text) {}

    @Component("diary")
    @Networked(replication = @ReplicationConfig(who = Who.OWNER))
    @Motion
    record Diary(String text) {}

    @Component("face")
    @Networked(replication = @ReplicationConfig(ownerChange = OwnerChange.FIXED))
    @Motion
    record Face(int x) {}

    private static final SectorId HERE = SectorId.ORIGIN;
    private static final SectorId NEXT = new SectorId(1, 1, 0);
    private static final SectorId FAR = new SectorId(2, 0, 0);

    private final Party party = new Party();
    private final List<MemoryMesh.Sent> sent = new ArrayList<>();
    private Node ann;
    private Node bob;
    private Node eve;

    @BeforeEach
    void threePlayers() {
        party.game = new TestGame() {
            @Override
            Schema schema() {
                return Schema.of(
                        Plain.class,
                        Slow.class,
                        Fast.class,
                        Sure.class,
                        Here.class,
                        Near.class,
                        Report.class,
                        Diary.class,
                        Face.class);
            }
        };
        ann = party.node("ann").host();
        bob = party.node("bob").join(ann);
        eve = party.node("eve").join(ann);
        party.run(1_000);
        party.net.wire = sent::add;
    }

    /** Bob makes a thing and moves it at every step for that long. */
    private EntityId move(SectorId sector, long millis, java.util.function.IntFunction<Record> at) {
        EntityId thing = bob.world.spawn(sector, at.apply(0));
        party.run(200);
        sent.clear();
        go(thing, millis, at);
        return thing;
    }

    private void go(EntityId thing, long millis, java.util.function.IntFunction<Record> at) {
        for (int i = 1; i <= millis / Party.STEP_MILLIS; i++) {
            bob.world.put(thing, at.apply(i));
            party.run(Party.STEP_MILLIS);
        }
    }

    private List<MemoryMesh.Sent> poses(Node to) {
        return sent.stream()
                .filter(message ->
                        message.to().equals(to.mesh.self()) && message.from().equals(bob.mesh.self()))
                .filter(message -> MessageKind.decode(message.message()) instanceof Poses)
                .toList();
    }

    private boolean isAnywhereIn(String text, Node to) {
        String needle = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return sent.stream()
                .filter(message -> message.to().equals(to.mesh.self()))
                .map(message -> Objects.requireNonNull(MessageKind.decode(message.message()))
                        .encode())
                .anyMatch(plain -> new String(plain, StandardCharsets.ISO_8859_1).contains(needle));
    }

    @Test
    void whereNothingIsSaidItIsTwentyASecondOnStateToEverybody() {
        move(FAR, 1_000, Plain::new);

        assertEquals(20, poses(ann).size());
        assertEquals(20, poses(eve).size());
        assertTrue(poses(ann).stream().allMatch(message -> message.lane() == Lane.STATE && message.stream() == 0));
    }

    @Test
    void rateIsTheNumberOfMessagesASecond() {
        move(HERE, 1_000, Slow::new);
        assertEquals(10, poses(ann).size());

        move(HERE, 1_000, Fast::new);
        assertEquals(60, poses(ann).size(), 1);
    }

    @Test
    void ratesThatDivideEachOtherShareMessages() {
        EntityId slow = bob.world.spawn(null, new Slow(0));
        move(HERE, 1_000, x -> {
            if (x > 0) {
                bob.world.put(slow, new Slow(x));
            }
            return new Plain(x);
        });

        assertEquals(20, poses(ann).size());
        long of = poses(ann).stream()
                .map(message -> (Poses) Objects.requireNonNull(MessageKind.decode(message.message())))
                .filter(message -> message.poses().size() == 2)
                .count();
        assertEquals(10, of);
    }

    @Test
    void aSlowStreamIsDrawnSmoothlyAllTheSame() {
        EntityId thing = bob.world.spawn(null, new Slow(0));
        party.run(200);
        HashSet<Integer> drawn = new HashSet<>();
        for (int i = 1; i <= 100; i++) {
            bob.world.put(thing, new Slow(i));
            party.run(Party.STEP_MILLIS);
            drawn.add(Objects.requireNonNull(ann.world.drawn(thing, Slow.class)).x());
        }

        // Every pose was drawn; a track drawn too near its newest pose would skip some.
        assertTrue(drawn.size() >= 9, "drew " + drawn);
    }

    @Test
    void laneIsWhereTheyAreSent() {
        EntityId thing = move(HERE, 1_000, Sure::new);

        assertEquals(20, poses(ann).size());
        assertTrue(poses(ann).stream()
                .allMatch(message -> message.lane() == Lane.RELIABLE && message.stream() == PoseDesk.RELIABLE_STREAM));
        party.run(1_000);
        assertEquals(20, poses(ann).size(), "nothing is said twice");
        assertEquals(new Sure(100), ann.world.drawn(thing, Sure.class));
    }

    @Test
    void interestIsWhoIsNearEnoughToBeSentThem() {
        ann.world.spawn(HERE, new Plain(0));
        EntityId walker = eve.world.spawn(NEXT, new Plain(0));
        EntityId thing = move(HERE, 1_000, Here::new);
        assertEquals(20, poses(ann).size());
        assertEquals(0, poses(eve).size());

        move(HERE, 1_000, Near::new);
        assertEquals(20, poses(eve).size());

        eve.world.move(walker, FAR);
        move(HERE, 1_000, Near::new);
        assertEquals(0, poses(eve).size());
        assertEquals(20, poses(ann).size());

        eve.world.move(walker, HERE);
        party.run(200);
        sent.clear();
        go(thing, 1_000, x -> new Here(500 + x));
        assertEquals(20, poses(eve).size());
    }

    @Test
    void whoHasNothingThatMovesIsNearNothingAndStillLearnsWhereThingsRest() {
        EntityId thing = move(HERE, 300, Near::new);
        assertEquals(0, poses(ann).size());

        party.run(1_000);
        assertEquals(new Near(30), ann.world.drawn(thing, Near.class));
    }

    @Test
    void whoIsNearIsKnownAfterARestart() {
        ann.world.spawn(HERE, new Plain(0));
        party.run(500);
        bob.kill();
        party.run(100);
        bob.join(ann);
        party.run(2_000);
        move(HERE, 1_000, Here::new);

        assertEquals(20, poses(ann).size());
        assertEquals(0, poses(eve).size());
    }

    @Test
    void whatIsForTheAuthorityReachesNobodyElse() {
        sent.clear();
        EntityId thing = bob.world.spawn(null, new Plain(1), new Report("bob sees gold"));
        party.run(500);

        assertTrue(isAnywhereIn("bob sees gold", ann));
        assertFalse(isAnywhereIn("bob sees gold", eve));
        assertEquals(new Report("bob sees gold"), ann.world.drawn(thing, Report.class));
        assertEquals(new Report("bob sees gold"), bob.world.drawn(thing, Report.class));
        assertNull(eve.world.drawn(thing, Report.class));
        assertNull(ann.world.confirmed(thing, Report.class));
        party.run(10_000);
        bob.world.transfer(thing, bob.mesh.self());
        bob.world.move(thing, NEXT);
        bob.session.close();
        party.run(500);
        assertFalse(isAnywhereIn("bob sees gold", eve));
    }

    @Test
    void whatIsForTheAuthorityIsRememberedWhileItsOwnerPlays() {
        List<Object> told = new ArrayList<>();
        ann.world
                .observers()
                .add(new CellObserver("test", Report.class, (id, old, now, origin) -> told.add(String.valueOf(now))));
        EntityId thing = bob.world.spawn(null, new Report("still here"));
        party.run(20_000);
        List<EntityId> seen = new ArrayList<>();
        ann.world.each(Report.class, (id, report) -> seen.add(id));
        assertEquals(List.of(thing), seen);
        sent.clear();
        party.run(5_000);
        assertEquals(5, poses(ann).size());

        bob.kill();
        party.run(5_000);
        assertNull(ann.world.drawn(thing, Report.class));
        assertEquals(List.of(new Report("still here").toString(), "null"), told);
    }

    @Test
    void whatIsForTheOwnerIsSentToNobody() {
        sent.clear();
        EntityId thing = bob.world.spawn(null, new Diary("dear diary"));
        bob.world.put(thing, new Diary("dear diary, 2"));
        party.run(10_000);

        assertFalse(isAnywhereIn("dear diary", ann) || isAnywhereIn("dear diary", eve));
        assertEquals(new Diary("dear diary, 2"), bob.world.drawn(thing, Diary.class));
        assertTrue(ann.world.exists(thing));
        assertNull(ann.world.drawn(thing, Diary.class));
        assertThrows(IllegalStateException.class, () -> ann.world.put(thing, new Diary("forged")));
    }

    @Test
    void whatIsForAnotherIsRefusedByWhoIsSentItByMistake() {
        EntityId thing = bob.world.spawn(null, new Report("psst"));
        party.run(200);
        int component = bob.world.schema().type(Report.class).id();
        byte[] value = bob.world.schema().type(Report.class).codec().encode(new Report("psst"));
        Poses stray = new Poses(eve.world.worldMillis(), List.of(new Poses.Pose(thing, component, value)));
        bob.mesh.send(eve.mesh.self(), Lane.STATE, 0, stray.encode());
        party.run(300);

        assertEquals(1, eve.session.stats().refusedPoses());
        assertNull(eve.world.drawn(thing, Report.class));
    }

    @Test
    void anOwnerThatIsFixedCannotBeChangedAndNoClaimIsSent() {
        EntityId thing = move(HERE, 500, Face::new);
        sent.clear();
        assertThrows(IllegalStateException.class, () -> bob.world.transfer(thing, eve.mesh.self()));
        party.run(100);
        assertEquals(0, claims());
        EntityId other = bob.world.spawn(null, new Plain(1));
        bob.world.transfer(other, eve.mesh.self());
        party.run(100);
        assertTrue(claims() > 0);

        go(thing, 1_000, x -> new Face(100 + x));
        party.run(1_000);
        assertEquals(new Face(200), eve.world.drawn(thing, Face.class));
        assertEquals(bob.mesh.self(), eve.world.owner(thing));
        assertTrue(party.converged());
    }

    /** Claims in all that was sent. */
    private long claims() {
        return sent.stream()
                .map(message -> MessageKind.decode(message.message()))
                .filter(Batches.class::isInstance)
                .flatMap(message -> ((Batches) message).batches().stream())
                .flatMap(raw -> Objects.requireNonNull(SignedBatch.decode(raw)).ops().stream())
                .filter(Op.Transfer.class::isInstance)
                .count();
    }

    @Test
    void aFixedMotionGoesOnWhenItsEntityGetsAnotherOwner() {
        EntityId thing = bob.world.spawn(null, new Plain(0));
        bob.world.put(thing, new Face(0));
        party.run(100);
        bob.world.put(thing, new Face(1));
        bob.world.transfer(thing, eve.mesh.self());
        party.run(200);
        sent.clear();
        go(thing, 1_000, Face::new);
        assertEquals(20, poses(ann).size());
        party.run(1_000);

        assertEquals(eve.mesh.self(), ann.world.owner(thing));
        assertEquals(new Face(100), ann.world.confirmed(thing, Face.class));
    }
}
