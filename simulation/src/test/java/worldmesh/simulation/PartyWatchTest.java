package worldmesh.simulation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage.Lead;
import worldmesh.authority.party.wire.PartyMessage.Prepare;
import worldmesh.authority.tick.LogEntry;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.command.TickHeader;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldId;

class PartyWatchTest {
    private static final PeerId ANYBODY = PeerId.ofBytes(new byte[PeerId.BYTES]);
    private static final Hash SOME = Hash.of(new byte[] {1});
    private static final byte[] ENTRY = entry(3, 7);

    private final Scheduler scheduler = new Scheduler();
    private final PartyWatch watch = new PartyWatch(scheduler, candidate -> {}, holder -> {});

    private static byte[] entry(long epoch, long tick) {
        var header = new TickHeader(new WorldId(SOME), epoch, tick, 0, 1, SOME);
        return new LogEntry(SOME, header, new Signature(new byte[Signature.BYTES]), List.of(), List.of()).encode();
    }

    private void introduce(long epoch) {
        watch.onSent(ANYBODY, ANYBODY, new Lead(epoch, new byte[0], List.of(), Head.NONE));
        scheduler.runUntil(scheduler.nowNanos() + 1);
    }

    private void propose(long epoch, byte[]... tail) {
        watch.onSent(ANYBODY, ANYBODY, new Prepare(epoch, Head.NONE, List.of(tail), List.of()));
        scheduler.runUntil(scheduler.nowNanos() + 1);
    }

    private void commit(long epoch, long tick, byte[] entry) {
        watch.onSent(ANYBODY, ANYBODY, new Prepare(epoch, new Head(epoch, tick, Hash.of(entry)), List.of(), List.of()));
    }

    @Test
    void anEntryThatItsHolderMadeAndCommittedAfterTheNextOneWasElectedIsStale() {
        introduce(3);
        introduce(4);
        propose(3, ENTRY);
        commit(3, 7, ENTRY);

        assertTrue(watch.isStale(3, Hash.of(ENTRY)));
    }

    @Test
    void oneThatIsCommittedWithTheEntryAfterItIsStaleToo() {
        byte[] next = entry(3, 8);
        introduce(4);
        propose(3, ENTRY, next);
        commit(3, 8, next);

        assertTrue(watch.isStale(3, Hash.of(ENTRY)));
        assertTrue(watch.isStale(3, Hash.of(next)));
    }

    @Test
    void anEntryMadeBeforeIsNotStaleHoweverLateItIsCommitted() {
        propose(3, ENTRY);
        introduce(4);
        commit(3, 7, ENTRY);

        assertFalse(watch.isStale(3, Hash.of(ENTRY)));
    }

    @Test
    void oneThatALaterHolderFoundOnADiskAndCommittedIsNotStale() {
        introduce(4);
        propose(3, ENTRY);
        introduce(6);
        propose(6, ENTRY);
        commit(6, 7, ENTRY);

        assertFalse(watch.isStale(3, Hash.of(ENTRY)));
    }
}
