package worldmesh.samples.galaxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.peer.stream.HeardStates;
import worldmesh.peer.stream.SentStates;
import worldmesh.peer.stream.StateCell;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.StateAck;
import worldmesh.peer.wire.StateUpdate;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.UnitState;
import worldmesh.samples.galaxy.world.GalaxyWorld;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;

/** Holds whole UnitUpdates to the bytes of docs/wire-galaxy.md; each is read after those before it. */
class UnitWireTest {
    private static final SectorId SECTOR = new SectorId(1, -1, 0);
    private static final EntityId ONE = EntityId.of(0x0123456789abcdefL, 10, Trust.OWNED);
    private static final EntityId TWO = EntityId.of(0x0123456789abcdefL, 12, Trust.OWNED);
    private static final EntityId FOREIGN = EntityId.of(-2, 7, Trust.OWNED);
    private static final int COMPONENT = GalaxyWorld.schema().type(Unit.class).id();

    private final List<UnitUpdate> heard = new ArrayList<>();
    private final UnitCodec codec = new UnitCodec(heard::add);
    private final SentStates<Unit, UnitDelta> sender = new SentStates<>(codec);

    /** What is sent: the units that changed, and whether it is acknowledged before the next. */
    private record Step(String name, List<StateCell<Unit>> cells, boolean acknowledged) {}

    private static StateCell<Unit> cell(EntityId id, Unit unit) {
        return new StateCell<>(id, unit);
    }

    private static List<Step> steps() {
        Unit one = Unit.at(1_000.5, -3);
        Unit two = Unit.at(1_010, -4).showing(70, FOREIGN);
        Unit aiming = one.moved(1_001.1, -3.25, UnitState.FIGHTING).showing(80, TWO);
        Unit newer = new Unit(aiming.x(), aiming.y(), 80, 9, TWO, "5=beef 31=00");
        return List.of(
                new Step("whole", List.of(cell(ONE, one), cell(TWO, two)), true),
                new Step("position", List.of(cell(ONE, one.moved(1_000.9, -3.25, UnitState.IDLE))), false),
                new Step(
                        "position-from-the-one-before",
                        List.of(cell(ONE, one.moved(1_001.3, -3.5, UnitState.IDLE))),
                        true),
                new Step("health-state-target", List.of(cell(ONE, aiming)), true),
                new Step(
                        "two-ages",
                        List.of(
                                cell(ONE, aiming.moved(1_002, -3, UnitState.FIGHTING)),
                                cell(TWO, two.moved(1_011, -4, UnitState.MOVING))),
                        true),
                new Step("absolute", List.of(cell(TWO, two.moved(2_000, -4, UnitState.MOVING))), true),
                new Step("later-bits", List.of(cell(ONE, newer)), true),
                new Step(
                        "two-replicas",
                        List.of(cell(FOREIGN, Unit.at(5, 5)), cell(ONE, newer.showing(60, Unit.NO_TARGET))),
                        true));
    }

    private Map<String, String> written() {
        Map<String, String> lines = new LinkedHashMap<>();
        for (Step step : steps()) {
            List<StateCell<Unit>> news = sender.news(step.cells);
            long number = sender.nextNumber();
            byte[] bits = sender.encode(news);
            sender.sent(news);
            StateUpdate update =
                    new StateUpdate(COMPONENT, number, (int) (1_700_000_000_000L + 50 * number), SECTOR, bits);
            lines.put(step.name, HexFormat.of().formatHex(update.encode()));
            if (step.acknowledged) {
                sender.onAck(new StateAck(COMPONENT, number, -1, List.of()));
            }
        }
        return lines;
    }

    private static Map<String, String> golden() throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(UnitWireTest.class.getResourceAsStream("/wire/galaxy.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", -1))
                    .forEach(parts -> lines.put(parts[0], parts[1]));
        }
        return lines;
    }

    @Test
    void updatesAreWrittenAsTheGoldenVectorsSay() throws IOException {
        assertEquals(golden(), written());
    }

    @Test
    void goldenVectorsAreReadAsWhatWasSaid() throws IOException {
        HeardStates<Unit, UnitDelta> receiver = new HeardStates<>(codec);
        for (Step step : steps()) {
            StateUpdate update = read(Objects.requireNonNull(golden().get(step.name)));
            var taken = receiver.onUpdate(update.number(), update.bits(), id -> true);
            assertNotNull(taken, step.name);
            assertEquals(0, taken.lost(), step.name);
            Map<EntityId, Unit> said = new LinkedHashMap<>();
            step.cells.forEach(cell -> said.put(cell.entity(), cell.value()));
            taken.cells()
                    .forEach(cell -> assertEquals(
                            roughly(Objects.requireNonNull(said.remove(cell.entity()))),
                            roughly(cell.value()),
                            step.name));
            assertEquals(Map.of(), said, step.name);
        }
    }

    private static StateUpdate read(String hex) {
        return (StateUpdate)
                Objects.requireNonNull(MessageKind.decode(HexFormat.of().parseHex(hex)));
    }

    private static String roughly(Unit unit) {
        return Math.round(unit.x() * 100) + " " + Math.round(unit.y() * 100) + " " + unit.health() + " " + unit.state()
                + " " + unit.target() + " " + unit.later();
    }

    @Test
    void everyTruncationIsRefusedAndNoBitFlipIsThrown() throws IOException {
        for (String hex : golden().values()) {
            byte[] bits = read(hex).bits();
            for (int length = 0; length < bits.length; length++) {
                assertNull(new HeardStates<>(codec).onUpdate(9, Arrays.copyOf(bits, length), id -> true));
            }
            for (int bit = 0; bit < 8 * bits.length; bit++) {
                byte[] flipped = bits.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                new HeardStates<>(codec).onUpdate(9, flipped, id -> true);
            }
        }
    }
}
