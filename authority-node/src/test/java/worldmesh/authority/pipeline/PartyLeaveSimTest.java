package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.pipeline.PartyBench.Peer;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus.Role;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;

/** Players leave in good order, and come back. */
class PartyLeaveSimTest {
    private final List<Peer> here = new ArrayList<>();

    private PartyBench party(int size) {
        return party(size, PartySettings.DEFAULT);
    }

    private PartyBench party(int size, PartySettings settings) {
        PartyBench bench = new PartyBench(size, size, settings);
        here.addAll(bench.peers);
        bench.enterAll();
        return bench;
    }

    private static long gold(Peer peer) {
        long[] all = {0};
        peer.replica().each(null, Mines.Purse.class, (entity, purse) -> all[0] += purse.gold());
        return all[0];
    }

    private void leave(PartyBench bench, Peer peer) {
        here.remove(peer);
        peer.leave();
        bench.run(700);
        assertFalse(peer.isUp(), () -> peer.status().toString() + peer.notices + bench.peers.indexOf(peer));
    }

    private void comeBack(PartyBench bench, Peer peer) {
        peer.start();
        here.add(peer);
        bench.view(here.toArray(new Peer[0]));
        bench.run(2_500);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void theNextHolderAnswersAtOnceWhenTheHolderLeaves(int size) {
        PartyBench bench = party(size);
        Peer first = here.get(0);
        Peer second = here.get(1);
        CommandId before = second.mine(3);
        bench.run(60);

        here.remove(first);
        first.leave();
        bench.run(32);
        CommandId next = second.mine(5);
        bench.run(468);

        assertEquals(Role.HOLDER, second.status().role());
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(second.verdicts.get(next)).kind());
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(second.verdicts.get(before)).kind());
        bench.run(1_000);
        assertFalse(second.status().roster().contains(first.id));
        assertEquals(size - 1, second.status().roster().size());
        here.forEach(peer -> assertEquals(8, gold(peer)));
        assertEquals(List.of(), second.audit().problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"012", "021", "102", "120", "201", "210"})
    void aWholePartyLeavesOneByOneAndItsLastMemberBringsTheWorldBack(String order) {
        PartyBench bench = party(3);
        List<Peer> all = List.copyOf(bench.peers);
        List<Peer> leavers =
                order.chars().mapToObj(digit -> all.get(digit - '0')).toList();
        for (Peer leaver : leavers) {
            leaver.mine(1);
            bench.run(300);
            leave(bench, leaver);
        }
        Peer last = leavers.get(2);

        last.start();
        assertEquals(Role.HOLDER, last.status().role());
        here.add(last);
        comeBack(bench, leavers.get(0));
        comeBack(bench, leavers.get(1));
        leavers.get(0).mine(2);
        bench.run(1_000);

        all.forEach(peer -> assertEquals(5, gold(peer)));
        all.forEach(peer -> assertEquals(3, peer.status().roster().size()));
        all.forEach(peer -> assertEquals(List.of(), peer.audit().problems()));
    }

    @Test
    void aNewcomerFollowsAHolderUnderWhomMoreRostersCameThanAreTold() {
        PartyBench bench = new PartyBench(4, 4, PartySettings.DEFAULT);
        Peer holder = bench.peers.get(0);
        Peer guest = bench.peers.get(2);
        Peer newcomer = bench.peers.get(3);
        comeBack(bench, holder);
        comeBack(bench, bench.peers.get(1));
        for (int i = 0; i <= RosterLink.TOLD_MAX / 2; i++) {
            comeBack(bench, guest);
            leave(bench, guest);
            bench.view(here.toArray(new Peer[0]));
            bench.run(700);
        }
        assertEquals(1, holder.status().epoch());

        comeBack(bench, newcomer);

        assertEquals(Role.FOLLOWER, newcomer.status().role());
        assertEquals(3, holder.status().roster().size());
    }

    @Test
    void whoLeftBeforeTheLastWaitsForItsWorld() {
        PartyBench bench = party(2);
        Peer first = here.get(0);
        Peer last = here.get(1);
        leave(bench, first);
        last.mine(7);
        bench.run(300);
        leave(bench, last);

        comeBack(bench, first);
        Role waiting = first.status().role();
        comeBack(bench, last);
        bench.run(1_000);

        assertEquals(Role.PROVISIONAL, waiting);
        assertEquals(7, gold(first));
        assertEquals(2, first.status().roster().size());
    }

    @Test
    void whoLeftBeforeTheLastMayPlayOnAndGivesWayWhenTheLastIsBack() {
        PartyBench bench = party(3);
        Peer first = here.get(0);
        Peer second = here.get(1);
        Peer last = here.get(2);
        last.mine(7);
        bench.run(300);
        leave(bench, first);
        leave(bench, second);
        last.mine(11);
        bench.run(300);
        leave(bench, last);

        comeBack(bench, first);
        assertTrue(first.notices.stream()
                .anyMatch(notice -> notice.kind() == AuthorityNotice.Kind.PROVISIONAL
                        && notice.text().contains("adopt")));
        first.pipeline().adopt();
        bench.run(1_000);
        CommandId alone = first.mine(13);
        bench.run(500);

        assertEquals(Role.HOLDER, first.status().role());
        assertEquals(List.of(first.id), first.status().roster());
        assertTrue(first.notices.stream().anyMatch(notice -> notice.kind() == AuthorityNotice.Kind.ADOPTED));
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(first.verdicts.get(alone)).kind());
        assertEquals(7 + 13, gold(first));
        comeBack(bench, last);
        comeBack(bench, second);
        bench.run(3_000);
        assertTrue(first.rolledBack.stream().anyMatch(command -> command.id().equals(alone)));
        assertEquals(
                List.of(31L, 31L, 31L),
                here.stream().map(PartyLeaveSimTest::gold).toList());
        bench.peers.forEach(peer -> assertEquals(3, peer.status().roster().size()));
        bench.peers.forEach(peer -> assertEquals(List.of(), peer.audit().problems()));
    }

    /** Three played; the first two left in this order and met again, and the last one is not back. */
    private PartyBench twoOfThreeAreBack(PartySettings settings, int... order) {
        PartyBench bench = party(3, settings);
        List<Peer> all = List.copyOf(here);
        all.get(2).mine(7);
        bench.run(300);
        for (int leaver : order) {
            leave(bench, all.get(leaver));
            here.get(0).mine(1);
            bench.run(300);
        }
        leave(bench, here.get(0));
        comeBack(bench, all.get(order[0]));
        comeBack(bench, all.get(order[1]));
        return bench;
    }

    private void assertPlayTogether(PartyBench bench) {
        Peer one = here.get(0);
        Peer other = here.get(1);
        CommandId first = one.mine(13);
        CommandId second = other.mine(17);
        bench.run(1_000);

        String why = one.status() + " " + other.status() + one.verdicts.get(first) + other.verdicts.get(second);
        assertEquals(one.status().holder(), other.status().holder(), why);
        assertEquals(Set.of(one.id, other.id), Set.copyOf(one.status().roster()), why);
        assertEquals(Set.of(one.id, other.id), Set.copyOf(other.status().roster()), why);
        assertEquals(gold(one), gold(other));
        for (CommandId command : List.of(first, second)) {
            assertEquals(1, one.audit().applied().get(command));
            assertEquals(1, other.audit().applied().get(command));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "10", "12", "21", "02", "20"})
    void twoWhoLeftBeforeTheLastPlayOnTogetherIfBothChooseSo(String order) {
        PartyBench bench = twoOfThreeAreBack(PartySettings.DEFAULT, order.charAt(0) - '0', order.charAt(1) - '0');

        here.get(0).pipeline().adopt();
        bench.run(500);
        here.get(1).pipeline().adopt();
        bench.run(6_000);

        assertPlayTogether(bench);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "10", "12", "21", "02", "20"})
    void twoWhoLeftBeforeTheLastPlayOnTogetherAfterAWhile(String order) {
        PartySettings impatient = new PartySettings(400, 500, 500, 200, 3_000);
        PartyBench bench = twoOfThreeAreBack(impatient, order.charAt(0) - '0', order.charAt(1) - '0');

        bench.run(12_000);

        assertPlayTogether(bench);
    }

    @Test
    void aBranchThatNobodyVotedForIsNotBelieved() {
        PartyBench bench = party(3);
        Peer liar = here.get(2);
        Peer honest = here.get(1);
        long committed = honest.status().committedTick();
        Head invented = new Head(1, 1, Head.NONE.hash());
        List<RosterLink> links = List.of(
                new RosterLink(PartyRoster.founding(here.get(0).id), Head.NONE),
                new RosterLink(new PartyRoster(1, false, List.of(here.get(0).id, liar.id)), invented));
        byte[] branch = PartyCodec.encode(new PartyMessage.Branch(links, invented));

        for (int i = 0; i < 20; i++) {
            liar.send(honest.id, branch);
            bench.run(16);
        }

        assertEquals(List.of(), honest.rolledBack);
        assertTrue(honest.status().committedTick() >= committed);
        assertTrue(honest.notices.stream().noneMatch(notice -> notice.kind() == AuthorityNotice.Kind.FORKED));
    }

    @Test
    void aHolderThatGivesItsRoleUpWhileARosterOfItsOwnGoesToTheDiskCanProveThatRosterAfterwards() {
        PartyBench bench = party(2);
        Peer holder = here.get(0);
        Peer other = here.get(1);
        long epoch = holder.status().epoch();

        tell(bench, holder, other, new PartyMessage.Leave(epoch));
        tell(bench, holder, other, new PartyMessage.Nack(epoch + 1));
        bench.run(1_000);
        CommandId next = holder.mine(5);
        bench.run(1_500);

        assertEquals(Verdict.Kind.ACCEPTED, kind(holder, next), () -> holder.status() + " " + other.status());
        assertEquals(2, holder.status().roster().size());
        here.forEach(peer -> assertEquals(List.of(), peer.audit().problems()));
    }

    private static void tell(PartyBench bench, Peer to, Peer from, PartyMessage message) {
        to.pipeline().onMessage(from.id, PartyCodec.encode(message), bench.scheduler.nowNanos());
    }

    private static Verdict.Kind kind(Peer peer, CommandId command) {
        return Objects.requireNonNull(peer.verdicts.get(command)).kind();
    }

    @Test
    void aMemberThatCrashedWaitsForTheOthersAndRejoins() {
        PartyBench bench = party(3);
        Peer crashed = here.remove(2);
        crashed.kill();
        bench.view(here.toArray(new Peer[0]));
        bench.run(1_000);
        here.get(0).mine(4);
        bench.run(500);
        bench.view();

        crashed.start();
        bench.run(3_000);
        assertEquals(Role.PROVISIONAL, crashed.status().role());
        assertNotEquals(4, gold(crashed));
        here.add(crashed);
        bench.view(here.toArray(new Peer[0]));
        bench.run(4_000);

        assertEquals(Role.FOLLOWER, crashed.status().role());
        assertEquals(4, gold(crashed));
        assertTrue(here.get(0).status().roster().contains(crashed.id));
    }
}
