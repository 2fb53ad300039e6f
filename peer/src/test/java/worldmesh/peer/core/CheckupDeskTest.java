package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.path.Candidate;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.PathFinder;
import worldmesh.mesh.path.WayResult;
import worldmesh.peer.admission.InvitationProof;
import worldmesh.peer.checkup.Finding;
import worldmesh.peer.event.CheckupEvent;
import worldmesh.peer.wire.CarriedOffer;
import worldmesh.peer.wire.CheckupAnswer;
import worldmesh.peer.wire.CheckupAsk;
import worldmesh.peer.wire.CheckupProbe;
import worldmesh.peer.wire.CheckupReport;
import worldmesh.peer.wire.CheckupState;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Membership;

/** A member, and somebody that is linked with it, is no player and asks for a check of the ways between them. */
class CheckupDeskTest {
    private static final byte[] OFFER = {1, 2, 3};
    private static final byte[] OURS = {7, 8};
    private static final long TRACE = 0x1234;
    private static final WayResult UNHEARD = way(false);
    private static final WayResult HEARD = way(true);

    private final Party party = new Party();
    private final Node ann = party.node("ann").host(Membership.INVITE);
    private final Search search = new Search();
    private final List<CheckupEvent> told = new ArrayList<>();
    private final List<byte[]> offers = new ArrayList<>();
    private final Caller caller = new Caller(40_000);

    CheckupDeskTest() {
        ann.mesh.finder = search;
        ann.session.subscribe(CheckupEvent.class, told::add);
        party.run(500);
        caller.connect();
    }

    /** Who asks. */
    private final class Caller {
        final MemoryMesh.Port mesh;
        final List<Message> heard = new ArrayList<>();
        byte[] binding = {};
        boolean down;

        Caller(int port) {
            this.mesh = party.net.open(party.signatures.signer(port).publicKey(), port);
        }

        void connect() {
            mesh.connect(ann.mesh.local(), null);
            run(50);
        }

        void run(long millis) {
            party.run(millis);
            mesh.drain(this::onSignal, 1_000);
        }

        private void onSignal(MeshSignal signal) {
            if (signal instanceof MeshSignal.LinkUp up) {
                binding = up.channelBinding();
            } else if (signal instanceof MeshSignal.LinkDown) {
                down = true;
            } else if (signal instanceof MeshSignal.Received received) {
                Message message = MessageKind.decode(received.message());
                if (message != null) {
                    heard.add(message);
                }
            }
        }

        void ask(long trace, byte[] secret) {
            byte[] proof =
                    secret.length == 0 ? secret : InvitationProof.of(secret, binding, mesh.self(), ann.mesh.self());
            say(new CheckupAsk(trace, proof, OFFER));
        }

        void probe(long trace, int number) {
            byte[] probe = new CheckupProbe(trace, number, false, 0, new byte[200]).encode();
            assertTrue(mesh.send(ann.mesh.self(), Lane.VOICE, 0, probe));
            run(50);
        }

        void say(Message message) {
            assertTrue(mesh.send(ann.mesh.self(), Lane.RELIABLE, 0, message.encode()));
            run(50);
        }

        List<Integer> verdicts() {
            return heard.stream()
                    .filter(CheckupAnswer.class::isInstance)
                    .map(message -> ((CheckupAnswer) message).verdict())
                    .toList();
        }
    }

    private byte[] invitation() {
        return ann.session.invitationSecret();
    }

    private static WayResult way(boolean heard) {
        Candidate candidate = new Candidate(CandidateKind.HOST, new InetSocketAddress("192.0.2.1", 7));
        return new WayResult(CandidateKind.HOST, candidate, WayResult.Outcome.UNANSWERED, heard);
    }

    private final class Search implements PathFinder {
        final Deque<PathEvent> events = new ArrayDeque<>();

        @Override
        public void seek(PeerId peer, @Nullable InetSocketAddress seen) {}

        @Override
        public void onOffer(PeerId from, byte[] offer) {
            offers.add(offer);
        }

        @Override
        public int drain(Consumer<PathEvent> consumer, int max) {
            List.copyOf(events).forEach(consumer);
            events.clear();
            return max;
        }
    }

    @Test
    void whoHasAnInvitationIsSearchedWithAndBothKeepWhatTheOtherSaw() {
        caller.ask(TRACE, invitation());
        assertEquals(List.of(CheckupAnswer.TAKEN), caller.verdicts());
        assertArrayEquals(OFFER, offers.get(0));

        search.events.add(new PathEvent.Offer(caller.mesh.self(), OURS));
        caller.run(50);
        assertArrayEquals(OURS, ((CheckupAnswer) caller.heard.get(caller.heard.size() - 1)).offer());
        search.events.add(new PathEvent.Ended(caller.mesh.self(), List.of(HEARD)));
        caller.run(50);
        CheckupReport report = (CheckupReport) caller.heard.get(caller.heard.size() - 1);
        assertEquals(new CheckupReport(TRACE, List.of(HEARD)), report);
        caller.say(new CheckupReport(TRACE, List.of(UNHEARD)));

        assertEquals(1, told.size());
        assertEquals(TRACE, told.get(0).checkup().trace());
        assertEquals(caller.mesh.self(), told.get(0).checkup().peer());
        assertEquals(List.of(UNHEARD), told.get(0).checkup().theirs());
        assertEquals(Finding.DEAF_THERE, told.get(0).checkup().finding());
        caller.run(1_000);
        assertTrue(caller.down, "a link for a check alone ends with it");
    }

    @Test
    void whoChecksIsToldOfTheMemberAndEachProbeIsAnsweredWithHowManyCame() {
        caller.ask(TRACE, invitation());
        CheckupState state = heard(CheckupState.class).get(0);
        assertEquals(TRACE, state.trace());
        assertTrue(state.automatic() && state.turns().perSecond() > 0, state.toString());

        caller.probe(TRACE, 0);
        caller.probe(TRACE, 2);
        caller.probe(TRACE + 1, 3);

        assertEquals(
                List.of("0 1", "2 2"),
                heard(CheckupProbe.class).stream()
                        .map(answer -> answer.number() + " " + answer.heard())
                        .toList());
    }

    private <M> List<M> heard(Class<M> kind) {
        return caller.heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void withoutAnInvitationNothingIsSearchedAndTheLinkEndsAsAnyStrangers() {
        caller.ask(TRACE, new byte[0]);
        caller.ask(TRACE, new byte[] {1, 2, 3});
        caller.run(5_000);

        assertEquals(List.of(CheckupAnswer.UNINVITED, CheckupAnswer.UNINVITED), caller.verdicts());
        assertEquals(List.of(), offers);
        assertTrue(caller.down);
    }

    @Test
    void oneIsCheckedAtATimeAndNoneForLong() {
        Caller other = new Caller(40_001);
        other.connect();
        caller.ask(TRACE, invitation());
        other.ask(7, invitation());
        assertEquals(List.of(CheckupAnswer.BUSY), other.verdicts());

        caller.run(10_000);
        assertTrue(!caller.down, "a search takes its time");
        caller.run(3_000);
        assertEquals(1, told.size());
        assertEquals(Finding.UNTOLD, told.get(0).checkup().finding());
        assertTrue(caller.down);
    }

    @Test
    void whatIsFoundForACheckMovesNoLinkAndAsksNobodyElse() {
        Node bob = party.node("bob").join(ann, new JoinRequest(ann.mesh.self(), null, invitation()));
        party.run(1_000);
        caller.ask(TRACE, invitation());
        List<PeerId> sentTo = new ArrayList<>();
        party.net.wire = sent -> {
            if (MessageKind.decode(sent.message()) instanceof CarriedOffer) {
                sentTo.add(sent.to());
            }
        };
        InetSocketAddress door = MemoryMesh.address(20_000);
        search.events.add(new PathEvent.Offer(caller.mesh.self(), OURS));
        search.events.add(new PathEvent.Found(caller.mesh.self(), door, CandidateKind.HOST, List.of()));
        caller.run(500);

        assertEquals(List.of(), sentTo);
        assertEquals(List.of(), ann.mesh.proposed);
        assertTrue(bob.session.peers().size() == 2);
    }

    @Test
    void reportsNobodyAskedForAreCounted() {
        long before = ann.session.stats().unexpectedMessages();

        caller.say(new CheckupReport(TRACE, List.of(HEARD)));

        assertEquals(before + 1, ann.session.stats().unexpectedMessages());
        assertEquals(List.of(), told);
    }
}
