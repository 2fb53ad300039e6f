package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.event.ObserverFailedEvent;
import worldmesh.peer.owner.OwnerAnswer;
import worldmesh.peer.owner.OwnerAnswer.Outcome;
import worldmesh.peer.owner.OwnerAsk;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.OwnerReply;
import worldmesh.peer.wire.OwnerRequest;
import worldmesh.world.component.Component;
import worldmesh.world.component.Networked;
import worldmesh.world.component.Owned;
import worldmesh.world.component.ReplicationConfig;
import worldmesh.world.component.ReplicationConfig.OwnerChange;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;

/** Owners that change on request: what is asked, who decides, what travels, and what nobody can wrest from another. */
@NullUnmarked // an unexpected null fails the test anyway
class OwnerRequestTest {
    @Component("sword")
    @Networked(replication = @ReplicationConfig(ownerChange = OwnerChange.REQUEST))
    record Sword(int edge) {}

    @Component("diary")
    @Owned
    record Diary(String text) {}

    private final Party party = new Party();
    private final List<MemoryMesh.Sent> sent = new ArrayList<>();
    private Node ann;
    private Node bob;
    private Node eve;
    private EntityId sword;

    @BeforeEach
    void bobHasASword() {
        party.game = new TestGame() {
            @Override
            Schema schema() {
                return Schema.of(Sword.class, Diary.class);
            }
        };
        ann = party.node("ann").host();
        bob = party.node("bob").join(ann);
        eve = party.node("eve").join(ann);
        party.run(1_000);
        sword = bob.world.spawn(null, new Sword(1));
        party.run(200);
        party.net.wire = sent::add;
    }

    private CompletableFuture<OwnerAnswer> ask(Node asker) {
        return ask(asker, sword);
    }

    private static CompletableFuture<OwnerAnswer> ask(Node asker, EntityId entity) {
        CompletableFuture<OwnerAnswer> answer = new CompletableFuture<>();
        asker.session.owners().request(entity, answer::complete);
        return answer;
    }

    private static @Nullable Outcome outcome(CompletableFuture<OwnerAnswer> answer) {
        return answer.isDone() ? answer.join().outcome() : null;
    }

    /** Keeps what bob is asked until the test answers. */
    private List<OwnerAsk> bobIsAsked() {
        List<OwnerAsk> asked = new ArrayList<>();
        bob.session.owners().decideBy(asked::add, () -> {});
        return asked;
    }

    @Test
    void whoAsksGetsItWhereTheGameSaysNothing() {
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        assertFalse(answer.isDone());
        party.run(100);

        assertEquals(Outcome.GRANTED, outcome(answer));
        assertEquals(eve.mesh.self(), ann.world.owner(sword));
        eve.world.put(sword, new Sword(2));
        assertThrows(IllegalStateException.class, () -> bob.world.put(sword, new Sword(3)));
        party.run(200);
        assertEquals(new Sword(2), bob.world.confirmed(sword, Sword.class));
        assertTrue(party.converged());
    }

    @Test
    void thePacketsAreTheRequestTheClaimAndThenTheReply() {
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        party.run(100);

        List<String> told = new ArrayList<>();
        for (MemoryMesh.Sent packet : sent) {
            Message message = Objects.requireNonNull(MessageKind.decode(packet.message()));
            boolean between =
                    packet.from().equals(bob.mesh.self()) && packet.to().equals(eve.mesh.self());
            if (message instanceof OwnerRequest request) {
                assertEquals(sword, request.entity());
                assertEquals(bob.mesh.self(), packet.to());
            } else if (message instanceof Batches batches && between) {
                assertTrue(batches.batches().stream()
                        .flatMap(raw -> SignedBatch.decode(raw).ops().stream())
                        .anyMatch(Op.Transfer.class::isInstance));
            } else if (!(message instanceof OwnerReply)) {
                continue;
            }
            assertEquals(Lane.RELIABLE, packet.lane());
            assertEquals(PeerLink.CONTROL_STREAM, packet.stream());
            if (between || packet.from().equals(eve.mesh.self())) {
                told.add(message.kind().name());
            }
        }
        assertEquals(List.of("OWNER_REQUEST", "BATCHES", "OWNER_REPLY"), told.subList(0, 3));
        assertEquals(Outcome.GRANTED, outcome(answer));
    }

    @Test
    void theOwnersGameRefusesWithAReason() {
        bob.session.owners().decideBy(ask -> ask.refuse("it was my father's"), () -> {});
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        party.run(100);

        assertEquals(new OwnerAnswer(Outcome.REFUSED, "it was my father's"), answer.join());
        assertEquals(bob.mesh.self(), eve.world.owner(sword));
    }

    @Test
    void theOwnersPlayerDecidesLater() {
        List<OwnerAsk> asked = bobIsAsked();
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        party.run(3_000);
        assertFalse(answer.isDone());
        assertEquals(eve.mesh.self(), asked.get(0).asker());
        assertEquals(sword, asked.get(0).entity());

        asked.get(0).grant();
        assertFalse(asked.get(0).open());
        asked.get(0).refuse("too late");
        party.run(100);
        assertEquals(Outcome.GRANTED, outcome(answer));
    }

    @Test
    void whoeverDoesNotDecideInTimeKeepsIt() {
        List<OwnerAsk> asked = bobIsAsked();
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        party.run(10_100);

        assertEquals(Outcome.UNDECIDED, outcome(answer));
        asked.get(0).grant();
        party.run(100);
        assertEquals(bob.mesh.self(), eve.world.owner(sword));
    }

    @Test
    void anOwnerThatIsGoneIsNotWaitedFor() {
        bobIsAsked();
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        party.run(100);
        bob.kill();
        party.run(4_500);
        assertEquals(Outcome.OWNER_AWAY, outcome(answer));

        assertEquals(Outcome.OWNER_AWAY, outcome(ask(eve)));
    }

    @Test
    void aReplyThatNeverComesEndsTheWait() {
        party.net.tamper = (to, message) -> MessageKind.decode(message) instanceof OwnerReply ? new byte[0] : message;
        bob.session.owners().decideBy(ask -> ask.refuse("no"), () -> {});
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        party.run(12_900);
        assertFalse(answer.isDone());
        party.run(200);

        assertEquals(Outcome.TIMED_OUT, outcome(answer));
    }

    @Test
    void anAskerThatIsGoneCannotBeGivenAnything() {
        List<OwnerAsk> asked = bobIsAsked();
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        party.run(100);
        assertTrue(asked.get(0).open());
        eve.session.close();
        party.run(100);

        assertEquals(Outcome.OWNER_AWAY, outcome(answer));
        assertFalse(asked.get(0).open());
        asked.get(0).grant();
        party.run(100);
        assertEquals(bob.mesh.self(), ann.world.owner(sword));
    }

    @Test
    void ofTwoThatAskTheFirstGetsItAndTheOtherIsToldWhy() {
        CompletableFuture<OwnerAnswer> first = ask(eve);
        CompletableFuture<OwnerAnswer> second = ask(ann);
        party.run(100);

        assertEquals(
                1,
                List.of(first, second).stream()
                        .filter(answer -> outcome(answer) == Outcome.GRANTED)
                        .count());
        assertEquals(
                1,
                List.of(first, second).stream()
                        .filter(answer -> outcome(answer) == Outcome.NOT_OWNER)
                        .count());
        assertTrue(party.converged());
    }

    @Test
    void whatIsNotOnRequestIsNeitherAskedForNorGivenToWhoAsksAllTheSame() {
        EntityId diary = bob.world.spawn(null, new Diary("dear diary"));
        party.run(200);
        sent.clear();
        assertEquals(Outcome.NOT_ON_REQUEST, outcome(ask(eve, diary)));
        assertEquals(Outcome.NOT_OWNER, outcome(ask(eve, new EntityId(1, 1))));
        assertEquals(Outcome.GRANTED, outcome(ask(bob, sword)));
        party.run(100);
        assertNull(reply(1));

        eve.mesh.send(bob.mesh.self(), Lane.RELIABLE, 0, new OwnerRequest(1, diary).encode());
        eve.mesh.send(bob.mesh.self(), Lane.RELIABLE, 0, new OwnerRequest(2, new EntityId(1, 1)).encode());
        party.run(100);
        assertEquals(Outcome.NOT_ON_REQUEST, reply(1));
        assertEquals(Outcome.NOT_OWNER, reply(2));
        assertEquals(bob.mesh.self(), eve.world.owner(diary));
    }

    /** What bob answered to the request with that token. */
    private @Nullable Outcome reply(long token) {
        return sent.stream()
                .filter(packet -> packet.from().equals(bob.mesh.self()))
                .map(packet -> MessageKind.decode(packet.message()))
                .filter(message -> message instanceof OwnerReply reply && reply.token() == token)
                .map(message -> ((OwnerReply) message).answer().outcome())
                .findFirst()
                .orElse(null);
    }

    @Test
    void aDeciderThatFailsIsNamedAndKeepsIt() {
        bob.session
                .owners()
                .decideBy(
                        ask -> {
                            throw new IllegalStateException("broken game");
                        },
                        () -> {});
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        party.run(100);

        assertEquals(Outcome.REFUSED, outcome(answer));
        assertNotNull(bob.last(ObserverFailedEvent.class));
        assertEquals(bob.mesh.self(), eve.world.owner(sword));
    }

    @Test
    void requestsWithoutEndAreBounded() {
        List<OwnerAsk> asked = bobIsAsked();
        for (int i = 0; i < 1_000; i++) {
            eve.mesh.send(bob.mesh.self(), Lane.RELIABLE, 0, new OwnerRequest(100 + i, sword).encode());
        }
        List<CompletableFuture<OwnerAnswer>> own = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            own.add(ask(ann));
        }
        party.run(100);

        assertEquals(2 * OwnerDesk.ASKS_PER_PEER_MAX, asked.size());
        assertEquals(Outcome.BUSY, reply(100 + OwnerDesk.ASKS_PER_PEER_MAX));
        assertEquals(Outcome.BUSY, outcome(own.get(64)));
    }

    @Test
    void answersThatNobodyAskedForChangeNothing() {
        bobIsAsked();
        CompletableFuture<OwnerAnswer> answer = ask(eve);
        OwnerAnswer granted = new OwnerAnswer(Outcome.GRANTED, "");
        ann.mesh.send(eve.mesh.self(), Lane.RELIABLE, 0, new OwnerReply(1, granted).encode());
        bob.mesh.send(eve.mesh.self(), Lane.RELIABLE, 0, new OwnerReply(9, granted).encode());
        party.run(100);
        assertEquals(2, eve.session.stats().unexpectedMessages());
        assertFalse(answer.isDone());

        // A grant without a claim is a lie: the asker goes on waiting, here until the owner says that it did not
        // decide.
        bob.mesh.send(eve.mesh.self(), Lane.RELIABLE, 0, new OwnerReply(1, granted).encode());
        party.run(9_000);
        assertFalse(answer.isDone());
        party.run(1_000);
        assertEquals(Outcome.UNDECIDED, outcome(answer));
        assertEquals(bob.mesh.self(), eve.world.owner(sword));
    }
}
