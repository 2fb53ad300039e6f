package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;

/** Who goes by a roster that others have left behind holds up nobody, and who left it behind holds the role on. */
class FormerRosterSimTest {
    private static final int SIZE = 5;

    private final ToyCluster cluster = new ToyCluster(7, SIZE, PartyRules.STRICT, PartySettings.DEFAULT, false);

    private ToyMachine gather() {
        for (int i = 0; i < SIZE; i++) {
            cluster.start(i);
        }
        cluster.run(8_000);
        return Objects.requireNonNull(cluster.holder());
    }

    /** As {@link #gather}, but one is before the holder in rank. */
    private ToyMachine gatherUnderAJunior() {
        int senior = cluster.machines().indexOf(gather());
        cluster.crash(senior);
        cluster.run(4_000);
        cluster.start(senior);
        cluster.run(4_000);
        ToyMachine holder = Objects.requireNonNull(cluster.holder());
        assertTrue(cluster.machines().indexOf(holder) > senior);
        assertEquals(SIZE, holder.role().standing().roster().size());
        return holder;
    }

    private boolean say(ToyMachine to, ToyMachine from, PartyMessage message) {
        return to.role().onMessage(from.id, PartyCodec.encode(message), cluster.now());
    }

    private static List<PartyMessage> sentSince(ToyMachine machine, int before) {
        return machine.sent.subList(before, machine.sent.size());
    }

    @Test
    void aCandidateByAFormerRosterIsInNobodysFavour() {
        ToyMachine holder = gather();
        cluster.crash(cluster.machines().indexOf(holder));
        List<ToyMachine> left = new ArrayList<>(cluster.machines());
        left.remove(holder);
        var view = left.stream().map(machine -> machine.id).toList();
        left.forEach(machine -> machine.role().onView(view, cluster.now()));
        ToyMachine asked = left.get(3);
        int before = asked.sent.size();

        say(asked, left.get(0), new PartyMessage.Poll(90, founding()));
        boolean favoured = sentSince(asked, before).stream().anyMatch(PartyMessage.Favour.class::isInstance);
        say(asked, left.get(0), new PartyMessage.Poll(90, asked.role().roster()));

        assertFalse(favoured);
        assertTrue(sentSince(asked, before).contains(new PartyMessage.Favour(90)));
    }

    private RosterLink founding() {
        return new RosterLink(PartyRoster.founding(cluster.founder()), Head.NONE);
    }

    @Test
    void aHolderStandsAgainAtOnceWhereAPromiseKeepsOneFromFollowing() {
        ToyMachine holder = gatherUnderAJunior();
        long epoch = holder.role().standing().epoch();
        ToyMachine other = cluster.machine(SIZE - 1);

        say(holder, other, new PartyMessage.Nack(epoch + 3));
        cluster.run(PartySettings.DEFAULT.staggerMillis());

        assertEquals(holder, cluster.holder());
        assertEquals(epoch + 4, holder.role().standing().epoch());
    }

    @Test
    void whoWasLeftBehindAndCannotFollowYetLeavesTheFieldToTheHolder() {
        ToyMachine holder = gatherUnderAJunior();
        var all = cluster.machines().stream().map(machine -> machine.id).toList();
        int[] sides = new int[SIZE];
        sides[0] = 1;
        cluster.split(sides);
        cluster.run(3_000);
        assertEquals(SIZE - 1, holder.role().standing().roster().size());
        ToyMachine behind = cluster.machine(0);
        long epoch = holder.role().standing().epoch();
        say(
                behind,
                behind,
                new PartyMessage.Campaign(epoch + 20, false, behind.role().roster()));

        int before = behind.sent.size();
        behind.role().onView(all, cluster.now());
        say(behind, holder, lastLead(holder));
        cluster.run(PartySettings.DEFAULT.graceMillis() * (Silence.GRACES - 1));

        List<PartyMessage> said = sentSince(behind, before);
        assertTrue(said.contains(new PartyMessage.Nack(epoch + 20)), "it cannot follow: " + said);
        assertTrue(said.stream().noneMatch(PartyMessage.Poll.class::isInstance));
    }

    private static PartyMessage lastLead(ToyMachine holder) {
        return holder.sent.stream()
                .filter(PartyMessage.Lead.class::isInstance)
                .reduce((before, after) -> after)
                .orElseThrow();
    }
}
