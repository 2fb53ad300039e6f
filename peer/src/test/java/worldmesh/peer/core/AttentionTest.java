package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.wire.Appetite;
import worldmesh.peer.wire.MessageKind;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;

/** Who gives less for the game, and what its neighbours spare it. */
class AttentionTest {
    private final Party party = new Party();
    private final List<MemoryMesh.Sent> sent = new ArrayList<>();
    private Node ann;
    private Node bob;
    private Node phone;
    private EntityId walker;
    private @Nullable PeerId from;

    @BeforeEach
    void threeMeet() {
        ann = party.node("ann").host();
        bob = party.node("bob").join(ann);
        phone = party.node("cyd");
        phone.settings = SessionSettings.defaults().withAttention(Attention.MOBILE);
        phone.join(ann);
        party.run(1_000);
        walker = bob.world.spawn(null, new Position(10, 10));
        party.run(500);
        party.net.wire = sent::add;
    }

    private void attend(Attention attention) {
        phone.session.subscriptions().attention().attend(attention);
        party.run(500);
        sent.clear();
    }

    private void walk(long millis) {
        for (long at = 0; at < millis; at += Party.STEP_MILLIS) {
            bob.world.put(walker, new Position(10 + at / 1_000f, 10));
            party.run(Party.STEP_MILLIS);
        }
    }

    private long count(Node from, Node to, MessageKind kind) {
        return sent.stream()
                .filter(one -> one.from().equals(from.mesh.self()) && one.to().equals(to.mesh.self()))
                .filter(one -> one.message()[0] == kind.code())
                .count();
    }

    private long motion(Node to) {
        return count(bob, to, MessageKind.POSES) + count(bob, to, MessageKind.STATE_UPDATE);
    }

    @Test
    void aMobilePlayerHearsMotionFiveTimesASecondAndOthersAllOfIt() {
        sent.clear();

        walk(2_000);

        assertTrue(motion(phone) >= 9 && motion(phone) <= 11, "told the phone " + motion(phone) + " times");
        assertTrue(motion(ann) >= 35, "told ann " + motion(ann) + " times");
    }

    @Test
    void editsOfAllComeFromTheHolderAlone() {
        sent.clear();
        for (int i = 0; i < 20; i++) {
            bob.world.spawn(null, new Position(i, 0));
            party.run(100);
        }
        phone.world.spawn(null, new Position(7, 7));
        party.run(500);

        assertEquals(0, count(bob, phone, MessageKind.BATCHES));
        assertEquals(0, count(phone, bob, MessageKind.BATCHES));
        assertTrue(count(ann, phone, MessageKind.BATCHES) > 0);
        assertTrue(party.converged());
    }

    @Test
    void whenTheHolderKeepsSomethingBackTheOthersAreHeard() {
        party.net.wire = one -> from = one.from();
        party.net.tamper = (to, message) -> {
            boolean history = message.length > 0 && message[0] == MessageKind.BATCHES.code();
            boolean withheld = history && to.equals(phone.mesh.self()) && Objects.equals(ann.mesh.self(), from);
            return withheld ? Appetite.FULL.encode() : message;
        };
        EntityId edited = bob.world.spawn(null, new Position(1, 1));
        party.run(3_000);
        assertFalse(phone.world.exists(edited));

        party.run(15_000);

        assertTrue(phone.world.exists(edited));
    }

    @Test
    void withTheScreenOffNothingIsToldAndAllOfItAfterwards() {
        attend(Attention.SCREEN_OFF);
        walk(2_000);
        EntityId edited = bob.world.spawn(null, new Position(1, 1));
        party.run(1_000);
        assertEquals(0, motion(phone));
        assertFalse(phone.world.exists(edited));
        assertNotEquals(bob.world.digest(), phone.world.digest());

        attend(Attention.MOBILE);
        party.run(3_000);

        assertTrue(phone.world.exists(edited));
        assertTrue(party.converged());
    }

    @Test
    void whatIsEditedAsTheScreenGoesOffReachesTheOthers() {
        EntityId mine = phone.world.spawn(null, new Position(3, 3));
        attend(Attention.SCREEN_OFF);
        party.run(1_000);

        assertTrue(bob.world.exists(mine));
    }
}
