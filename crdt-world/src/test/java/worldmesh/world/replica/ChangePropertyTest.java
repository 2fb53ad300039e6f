package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;

/**
 * Over random short histories with all kinds of cell, moves, owners, epochs, losing branches, revocations, snapshots
 * and a cheater who writes what no program reads, a model kept from changes alone has every replica's digest and
 * owners. A failure names its seed; {@code -Dworldmesh.histories=100000} runs as many.
 */
@NullUnmarked // an unexpected null fails the test anyway
class ChangePropertyTest {
    private static final int HISTORIES = Integer.getInteger("worldmesh.histories", 300);
    private static final int STEPS = 40;

    @Test
    void aModelKeptFromChangesAloneHasTheDigestAndTheOwnersOfTheWorld() {
        EnumSet<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
        EnumSet<Origin> origins = EnumSet.noneOf(Origin.class);
        for (int seed = 0; seed < HISTORIES; seed++) {
            History history = History.wild(seed);

            history.run(STEPS + seed % STEPS);
            compare(history, seed);
            if (seed % 4 == 0) {
                history.heal();
                compare(history, seed);
            }
            history.models.forEach(model -> model.told(kinds, origins));
        }

        assertEquals(EnumSet.allOf(ChangeKind.class), kinds, "kinds of change that happened");
        assertEquals(EnumSet.allOf(Origin.class), origins, "origins that happened");
    }

    private static void compare(History history, int seed) {
        for (int i = 0; i < history.players.size(); i++) {
            Replica player = history.players.get(i);
            ChangeModel model = history.models.get(i);
            model.apply(player.localChanges());
            String where = "player " + i + ", seed " + seed;
            assertEquals(player.digest(), model.digest(), where);
            Map<EntityId, PeerId> owners = new TreeMap<>();
            model.owners().keySet().forEach(entity -> owners.put(entity, player.owner(entity)));
            assertEquals(owners, model.owners(), where);
        }
    }
}
