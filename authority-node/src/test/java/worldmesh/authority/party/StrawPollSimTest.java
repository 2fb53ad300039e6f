package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;

/** Nobody uses an epoch up who could not be elected. */
class StrawPollSimTest {
    private static final int SIZE = 5;

    private final ToyCluster cluster = new ToyCluster(7, SIZE, PartyRules.STRICT, PartySettings.DEFAULT, false);

    /** All on one roster. */
    private ToyMachine gather() {
        for (int i = 0; i < SIZE; i++) {
            cluster.start(i);
        }
        cluster.run(8_000);
        ToyMachine holder = cluster.holder();
        assertNotNull(holder);
        assertEquals(SIZE, holder.role().standing().roster().size());
        return holder;
    }

    /** What a member sees that has missed the holder first, and nobody else yet. */
    private static List<PeerId> without(PeerId missed, ToyMachine holder) {
        List<PeerId> left = new ArrayList<>(holder.role().standing().roster());
        left.remove(missed);
        return left;
    }

    @Test
    void whoLosesTheOthersOneByOneLeavesTheHolderItsEpoch() {
        ToyMachine holder = gather();
        long epoch = holder.role().standing().epoch();
        ToyMachine other = cluster.machines().stream()
                .filter(machine -> machine.id.equals(without(holder.id, holder).get(0)))
                .findFirst()
                .orElseThrow();
        int index = cluster.machines().indexOf(other);
        int[] sides = new int[SIZE];
        sides[index] = 1;

        cluster.split(sides);
        other.role().onView(without(holder.id, holder), cluster.now());
        cluster.run(3_000);
        cluster.split(0);
        cluster.run(3_000);

        assertTrue(other.sent.stream().anyMatch(PartyMessage.Poll.class::isInstance));
        assertEquals(holder, cluster.holder());
        assertEquals(epoch, holder.role().standing().epoch());
        assertEquals(SIZE, holder.role().standing().roster().size());
    }

    @Test
    void anAnswerBindsNobody() {
        ToyMachine holder = gather();
        List<PeerId> left = without(holder.id, holder);
        cluster.crash(cluster.machines().indexOf(holder));
        cluster.machines().stream()
                .filter(ToyMachine::isUp)
                .forEach(machine -> machine.role().onView(left, cluster.now()));
        ToyMachine asked = cluster.machines().stream()
                .filter(machine -> machine.id.equals(left.get(3)))
                .findFirst()
                .orElseThrow();
        var roster = asked.role().roster();
        int before = asked.sent.size();

        boolean first = ask(asked, left.get(1), new PartyMessage.Poll(90, roster));
        boolean second = ask(asked, left.get(2), new PartyMessage.Poll(80, roster));

        assertTrue(first && second);
        assertEquals(
                List.of(new PartyMessage.Favour(90), new PartyMessage.Favour(80)),
                asked.sent.subList(before, asked.sent.size()));
        cluster.run(3_000);
        ToyMachine next = cluster.holder();
        assertNotNull(next);
        assertTrue(next.role().standing().epoch() < 80, "the epochs that were asked about are free");
    }

    private boolean ask(ToyMachine asked, PeerId from, PartyMessage.Poll poll) {
        return asked.role().onMessage(from, PartyCodec.encode(poll), cluster.now());
    }

    @Test
    void whoFollowsAHolderIsNotInFavour() {
        ToyMachine holder = gather();
        List<PeerId> left = without(holder.id, holder);
        ToyMachine asked = cluster.machines().stream()
                .filter(machine -> machine.id.equals(left.get(3)))
                .findFirst()
                .orElseThrow();
        int before = asked.sent.size();

        ask(asked, left.get(0), new PartyMessage.Poll(9, asked.role().roster()));

        assertFalse(
                asked.sent.subList(before, asked.sent.size()).stream().anyMatch(PartyMessage.Favour.class::isInstance));
    }
}
