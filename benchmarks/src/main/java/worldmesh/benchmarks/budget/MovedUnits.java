package worldmesh.benchmarks.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import worldmesh.peer.stream.HeardStates;
import worldmesh.peer.stream.SentStates;
import worldmesh.peer.stream.StateCell;
import worldmesh.peer.wire.StateAck;
import worldmesh.peer.wire.StateUpdate;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.UnitState;
import worldmesh.samples.galaxy.wire.UnitCodec;
import worldmesh.samples.galaxy.wire.UnitDelta;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;

/** Forty units of the galaxy at up to 12 m/s and 20 Hz, acknowledged after 100 ms, one in five standing. */
final class MovedUnits {
    private static final int UNITS = 40;
    private static final int BEATS = 400;
    private static final int FIRST_BEATS = 5;
    private static final int ACKS_UNDER_WAY = 2;
    private static final double METRES_A_BEAT = 12 * 0.05;

    private MovedUnits() {}

    static double bytesPerUnit() {
        UnitCodec codec = new UnitCodec(update -> {});
        RecordCodec<Unit> settling = RecordCodec.of(Unit.class);
        SentStates<Unit, UnitDelta> sender = new SentStates<>(codec);
        HeardStates<Unit, UnitDelta> receiver = new HeardStates<>(codec);
        List<StateAck> under = new ArrayList<>();
        Random random = new Random(3);
        double[] heading = random.doubles(UNITS, 0, 2 * Math.PI).toArray();
        Unit[] units = new Unit[UNITS];
        for (int i = 0; i < UNITS; i++) {
            units[i] = Unit.at(500 + i, 500);
        }
        double bytes = 0;
        long moved = 0;
        for (int beat = 0; beat < BEATS; beat++) {
            List<StateCell<Unit>> cells = new ArrayList<>();
            for (int i = 0; i < UNITS; i++) {
                heading[i] += (random.nextDouble() - 0.5) * 0.3;
                double way = i % 5 == 0 ? 0 : METRES_A_BEAT;
                double x = units[i].x() + way * Math.cos(heading[i]);
                double y = units[i].y() + way * Math.sin(heading[i]);
                units[i] = settling.settled(units[i].moved(x, y, UnitState.MOVING));
                cells.add(new StateCell<>(EntityId.of(-12345L, 1_000 + i, Trust.OWNED), units[i]));
            }
            List<StateCell<Unit>> news = sender.news(cells);
            long number = sender.nextNumber();
            byte[] bits = sender.encode(news);
            sender.sent(news);
            Objects.requireNonNull(receiver.onUpdate(number, bits, id -> true), "an update is read");
            under.add(Objects.requireNonNull(receiver.takeAck(1), "and acknowledged"));
            if (under.size() > ACKS_UNDER_WAY) {
                sender.onAck(under.remove(0));
            }
            if (beat >= FIRST_BEATS) {
                bytes += new StateUpdate(1 << 30, number, 5, new SectorId(1, 1, 0), bits).encode().length;
                moved += news.size();
            }
        }
        return bytes / moved;
    }
}
