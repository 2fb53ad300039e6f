package worldmesh.samples.galaxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import worldmesh.peer.stream.HeardStates;
import worldmesh.peer.stream.SentStates;
import worldmesh.peer.stream.StateCell;
import worldmesh.peer.wire.StateAck;
import worldmesh.peer.wire.StateUpdate;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.UnitState;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;

class UnitCodecTest {
    private static final EntityId TANK = EntityId.of(77, 5, Trust.OWNED);
    private static final double HALF_CENTIMETRE = 0.005 + 1e-9;

    private final UnitCodec codec = new UnitCodec(update -> {});
    private final RecordCodec<Unit> settling = RecordCodec.of(Unit.class);

    /** Over the wire and back, from a baseline. */
    private Unit sent(Unit baseline, Unit value) {
        BitWriter out = new BitWriter();
        codec.write(codec.diff(TANK, baseline, value), out);
        byte[] bits = out.toBytes();
        BitReader in = new BitReader(bits, 0, bits.length);
        UnitDelta read = codec.read(TANK, in);
        assertTrue(in.complete());
        return Objects.requireNonNull(codec.apply(baseline, read));
    }

    @Test
    void aMillionRandomDifferencesDriftByNoMoreThanHalfACentimetre() {
        Random random = new Random(11);
        double x = 500;
        double y = 500;
        Unit here = settling.settled(Unit.at(x, y));
        Unit there = sent(Unit.BLANK, here);
        BitWriter out = new BitWriter();
        for (int i = 0; i < 1_000_000; i++) {
            boolean leap = i % 1_000 == 0;
            x += (random.nextDouble() - 0.5) * (leap ? 4_000 : 3);
            y += (random.nextDouble() - 0.5) * (leap ? 4_000 : 3);
            here = settling.settled(Unit.at(x, y));
            out.reset();
            codec.write(codec.diff(TANK, there, here), out);
            byte[] bits = out.toBytes();
            there = Objects.requireNonNull(codec.apply(there, codec.read(TANK, new BitReader(bits, 0, bits.length))));
            assertTrue(Math.abs(there.x() - x) <= HALF_CENTIMETRE && Math.abs(there.y() - y) <= HALF_CENTIMETRE);
        }
        assertEquals(here, there);
    }

    @Test
    void beyondTheReachOfSixteenBitsThePlaceGoesWhole() {
        Unit from = Unit.at(0, 0);

        assertFalse(codec.diff(TANK, from, Unit.at(327.67, -327.67)).pos().absolute());
        assertTrue(codec.diff(TANK, from, Unit.at(327.68, 0)).pos().absolute());
        assertTrue(codec.diff(TANK, from, Unit.at(0, -327.68)).pos().absolute());
        assertEquals(Unit.at(1e9, -1e9), sent(from, Unit.at(1e9, -1e9)));
        assertEquals(327.67, sent(from, Unit.at(327.67, 0)).x(), 1e-9);
    }

    @Test
    void theBitsAreThoseOfTheListing() {
        Unit from = Unit.at(3, 4);
        EntityId enemy = EntityId.of(99, 1, Trust.OWNED);

        assertEquals(
                1, codec.diff(TANK, from, from.moved(3.01, 4, UnitState.IDLE)).changes());
        assertEquals(2, codec.diff(TANK, from, from.showing(80, Unit.NO_TARGET)).changes());
        assertEquals(
                4, codec.diff(TANK, from, from.moved(3, 4, UnitState.FIGHTING)).changes());
        assertEquals(8, codec.diff(TANK, from, from.showing(100, enemy)).changes());
        assertEquals(0, codec.diff(TANK, from, from).changes());
    }

    @Test
    void aTargetChangeCarriesTheTargetsId() {
        Unit from = Unit.at(3, 4);
        for (EntityId enemy : List.of(
                EntityId.of(99, 1, Trust.OWNED),
                EntityId.of(77, 900, Trust.CRITICAL),
                EntityId.of(77, 1, Trust.SHARED),
                new EntityId(-1, -1),
                new EntityId(77, Long.MIN_VALUE))) {
            Unit aiming = from.showing(100, enemy);

            assertEquals(enemy, sent(from, aiming).target());
            assertEquals(Unit.NO_TARGET, sent(aiming, from).target());
        }
    }

    @Test
    void whatLaterVersionsSayUnderOtherBitsIsKeptAndPassedOn() {
        byte[] fuel = {1, 2, 3};
        Unit newer = new Unit(
                1,
                2,
                90,
                9,
                Unit.NO_TARGET,
                LaterFields.NONE.with(4, fuel).with(31, fuel).text());
        Unit here = sent(Unit.at(1, 2), newer);
        Unit passedOn = sent(Unit.BLANK, here.moved(5, 5, UnitState.MOVING));

        assertEquals(newer, here);
        assertEquals("4=010203 31=010203", passedOn.later());
        assertEquals(5.0, passedOn.x());
        assertEquals("31=010203", sent(here, withLater(here, "31=010203")).later());
        assertEquals(here.later(), settling.settled(here).later());
    }

    private static Unit withLater(Unit unit, String later) {
        return new Unit(unit.x(), unit.y(), unit.health(), unit.state(), unit.target(), later);
    }

    @Test
    void theSameUpdateTwiceLateOrReorderedChangesHealthOnce() {
        SentStates<Unit, UnitDelta> sender = new SentStates<>(codec);
        HeardStates<Unit, UnitDelta> receiver = new HeardStates<>(codec);
        List<Integer> shown = new ArrayList<>();
        byte[] whole = send(sender, Unit.at(1, 1));
        take(receiver, 1, whole, shown);
        sender.onAck(Objects.requireNonNull(receiver.takeAck(1)));
        byte[] first = send(sender, Unit.at(1, 1).showing(80, Unit.NO_TARGET));
        byte[] second = send(sender, Unit.at(1, 1).showing(50, Unit.NO_TARGET));
        take(receiver, 3, second, shown);
        take(receiver, 2, first, shown);
        take(receiver, 2, first, shown);
        take(receiver, 3, second, shown);

        assertEquals(List.of(100, 50), shown);
    }

    private static byte[] send(SentStates<Unit, UnitDelta> sender, Unit unit) {
        List<StateCell<Unit>> news = sender.news(List.of(new StateCell<>(TANK, unit)));
        byte[] bits = sender.encode(news);
        sender.sent(news);
        return bits;
    }

    private static void take(HeardStates<Unit, UnitDelta> receiver, long number, byte[] bits, List<Integer> shown) {
        var heard = receiver.onUpdate(number, bits, id -> true);
        assertNotNull(heard);
        heard.cells().forEach(cell -> shown.add(cell.value().health()));
    }

    /** Forty units at up to 12 m/s and 20 Hz, acknowledged after 100 ms, one in five standing: with all headers. */
    @Test
    void aMovedUnitTakesSixBytesAndAnIdleOneNone() {
        Random random = new Random(3);
        SentStates<Unit, UnitDelta> sender = new SentStates<>(codec);
        HeardStates<Unit, UnitDelta> receiver = new HeardStates<>(codec);
        List<StateAck> under = new ArrayList<>();
        double[] heading = random.doubles(40, 0, 2 * Math.PI).toArray();
        Unit[] units = new Unit[40];
        for (int i = 0; i < units.length; i++) {
            units[i] = Unit.at(500 + i, 500);
        }
        long bytes = 0;
        long moved = 0;
        for (int beat = 0; beat < 400; beat++) {
            List<StateCell<Unit>> cells = new ArrayList<>();
            for (int i = 0; i < units.length; i++) {
                heading[i] += (random.nextDouble() - 0.5) * 0.3;
                double way = i % 5 == 0 ? 0 : 12 * 0.05;
                units[i] = settling.settled(units[i].moved(
                        units[i].x() + way * Math.cos(heading[i]),
                        units[i].y() + way * Math.sin(heading[i]),
                        UnitState.MOVING));
                cells.add(new StateCell<>(EntityId.of(-12345L, 1_000 + i, Trust.OWNED), units[i]));
            }
            List<StateCell<Unit>> news = sender.news(cells);
            long number = sender.nextNumber();
            byte[] bits = sender.encode(news);
            sender.sent(news);
            assertNotNull(receiver.onUpdate(number, bits, id -> true));
            under.add(Objects.requireNonNull(receiver.takeAck(1)));
            if (under.size() > 2) {
                sender.onAck(under.remove(0));
            }
            if (beat >= 5) {
                bytes += new StateUpdate(1 << 30, number, 5, new SectorId(1, 1, 0), bits).encode().length;
                moved += news.size();
            }
        }

        assertEquals(395 * 32, moved, "a unit that stands is in no update");
        assertTrue(bytes <= 6 * moved, "a moved unit takes " + (double) bytes / moved + " bytes");
    }

    @Test
    void damagedBitsAreRefusedOrReadButNeverThrown() {
        Random random = new Random(9);
        for (int i = 0; i < 100_000; i++) {
            byte[] bits = new byte[random.nextInt(40)];
            random.nextBytes(bits);
            BitReader in = new BitReader(bits, 0, bits.length);
            UnitDelta delta = codec.read(TANK, in);
            if (in.ok()) {
                Unit made = codec.apply(Unit.at(1, 1), delta);
                assertTrue(made == null || made.health() >= 0);
            }
        }
    }
}
