package worldmesh.benchmarks.doctor;

import java.util.ArrayList;
import java.util.List;
import worldmesh.peer.checkup.Remedy;
import worldmesh.world.component.Component;
import worldmesh.world.component.Counter;
import worldmesh.world.component.Declaration;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Networked;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Range;
import worldmesh.world.component.ReplicationConfig;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.Trust;
import worldmesh.world.space.Vec3;

/**
 * What a game's program declares, and what others made of it. A remedy that says how something is to be declared, or to
 * be called, is followed by that one of the declarations below which says just this.
 */
final class DeclaredGame {
    private static final List<Class<? extends Record>> ALL = List.of(
            Sign.class,
            Stats.class,
            WideStats.class,
            LongStats.class,
            CountedScore.class,
            Score.class,
            Chest.class,
            SharedChest.class,
            Door.class,
            FixedDoor.class,
            Ship.class,
            HiddenShip.class,
            Chested.class,
            Fired.class,
            Renamed.class);

    private final List<Class<? extends Record>> types;

    @Component("sign")
    record Sign(String text) {}

    @Component("stats")
    record Stats(@Range(min = 0, max = 100) int health, int stamina) {}

    @Component("stats")
    record WideStats(@Range(min = 0, max = 100) long health, int stamina) {}

    @Component("stats")
    record LongStats(@Range(min = 0, max = 100) int health, int armour, int stamina) {}

    @Component("score")
    @Counter
    record CountedScore(long points) {}

    @Component("score")
    record Score(long points) {}

    @Component("chest")
    @Owned
    record Chest(int gold) {}

    @Component("chest")
    record SharedChest(int gold) {}

    @Component("door")
    @Networked(owner = Trust.OWNED)
    record Door(boolean open) {}

    @Component("door")
    @Networked(owner = Trust.OWNED, replication = @ReplicationConfig(ownerChange = ReplicationConfig.OwnerChange.FIXED))
    record FixedDoor(boolean open) {}

    @Component("ship")
    @Motion
    @Networked(owner = Trust.OWNED)
    record Ship(Vec3 at) {}

    @Component("ship")
    @Motion
    @Networked(owner = Trust.OWNED, replication = @ReplicationConfig(who = ReplicationConfig.Who.AUTHORITY))
    record HiddenShip(Vec3 at) {}

    /** Its name has the id of the next one's. */
    @Component("raw-chest-state")
    record Chested(int fill) {}

    @Component("bent-fire-level")
    record Fired(int heat) {}

    @Component("bent-fire-level-2")
    record Renamed(int heat) {}

    private DeclaredGame(List<Class<? extends Record>> types) {
        this.types = List.copyOf(types);
    }

    /** What everybody declares, and these. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static DeclaredGame with(Class<? extends Record>... more) {
        List<Class<? extends Record>> types = new ArrayList<>(List.of(Sign.class));
        types.addAll(List.of(more));
        return new DeclaredGame(types);
    }

    Schema schema() {
        return Schema.of(types);
    }

    /** The program after a change of its source. */
    DeclaredGame changed(Remedy remedy) {
        boolean renames = remedy.action() == Remedy.Action.RENAME;
        String[] names = remedy.subject().split(" ", -1);
        Class<? extends Record> wanted = ALL.stream()
                .filter(type -> renames
                        ? of(type).name().equals(names[1])
                        : of(type).text().equals(remedy.subject()))
                .findFirst()
                .orElseThrow(() -> Patient.senseless(remedy));
        String gone = renames ? names[0] : of(wanted).name();
        List<Class<? extends Record>> next = new ArrayList<>(types);
        if (!next.removeIf(type -> of(type).name().equals(gone)) && renames) {
            throw Patient.senseless(remedy);
        }
        next.add(wanted);
        return new DeclaredGame(next);
    }

    private static Declaration of(Class<? extends Record> type) {
        return Declaration.of(Schema.of(List.<Class<? extends Record>>of(type))).get(0);
    }
}
