package worldmesh.samples.galaxy.wire;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.stream.DeltaCodec;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * How units travel: {@link UnitDelta}s, packed in bits. Places are whole centimetres at both ends, so any number of
 * differences adds up to no error beyond the half centimetre of rounding.
 */
public final class UnitCodec implements DeltaCodec<Unit, UnitDelta> {
    private static final int WAY_ORDER = 6;
    private static final int PLACE_ORDER = 16;
    private static final int HEALTH_ORDER = 4;
    private static final int SERIAL_ORDER = 6;
    private static final int LENGTH_ORDER = 2;
    private static final int STATE_BITS = 8;
    private static final int KNOWN_BITS = 4;
    private static final int LATER_BITS = 28;

    /** The step of the settled component: both ends then have the very same numbers. */
    private static final double CENTIMETRE = 0.01;

    private static final long PLACE_MAX = Math.round(Unit.METRES_MAX / CENTIMETRE);

    private final Consumer<UnitUpdate> listener;

    /** Tells {@code listener} every update that came in. */
    public UnitCodec(Consumer<UnitUpdate> listener) {
        this.listener = listener;
    }

    @Override
    public void onUpdate(SectorId sector, List<UnitDelta> deltas, long worldMillis) {
        listener.accept(new UnitUpdate(sector, deltas, worldMillis));
    }

    @Override
    public UnitDelta diff(EntityId entity, @Nullable Unit baseline, Unit value) {
        Unit from = baseline == null ? Unit.BLANK : baseline;
        UnitDelta.Step pos = UnitDelta.Step.between(
                centimetres(from.x()), centimetres(from.y()), centimetres(value.x()), centimetres(value.y()));
        LaterFields later = LaterFields.parse(value.later());
        int changes = LaterFields.parse(from.later()).changedBits(later)
                | (pos.equals(UnitDelta.Step.NONE) ? 0 : UnitDelta.POSITION)
                | (from.health() == value.health() ? 0 : UnitDelta.HEALTH)
                | (from.state() == value.state() ? 0 : UnitDelta.STATE)
                | (from.target().equals(value.target()) ? 0 : UnitDelta.TARGET);
        return new UnitDelta(
                entity, changes, pos, value.health() - from.health(), value.state(), value.target(), later);
    }

    private static long centimetres(double metres) {
        return Math.round(metres / CENTIMETRE);
    }

    @Override
    public void write(UnitDelta delta, BitWriter out) {
        int laterBits = delta.changes() & ~UnitDelta.KNOWN;
        boolean moved = delta.changes() == UnitDelta.POSITION;
        out.bits(moved ? 1 : 0, 1);
        if (!moved) {
            out.bits(delta.changes(), KNOWN_BITS).bits(laterBits == 0 ? 0 : 1, 1);
            if (laterBits != 0) {
                out.bits(laterBits >>> KNOWN_BITS, LATER_BITS);
            }
        }
        if (delta.has(UnitDelta.POSITION)) {
            int order = delta.pos().absolute() ? PLACE_ORDER : WAY_ORDER;
            out.bits(delta.pos().absolute() ? 1 : 0, 1)
                    .golomb(zigzag(delta.pos().x()), order)
                    .golomb(zigzag(delta.pos().y()), order);
        }
        if (delta.has(UnitDelta.HEALTH)) {
            out.golomb(zigzag(delta.health()), HEALTH_ORDER);
        }
        if (delta.has(UnitDelta.STATE)) {
            out.bits(delta.state(), STATE_BITS);
        }
        if (delta.has(UnitDelta.TARGET)) {
            writeTarget(delta, out);
        }
        writeLater(delta, out);
    }

    private static void writeTarget(UnitDelta delta, BitWriter out) {
        EntityId target = delta.target();
        boolean some = !target.equals(Unit.NO_TARGET);
        out.bits(some ? 1 : 0, 1);
        if (some) {
            boolean sibling = target.replica() == delta.id().replica();
            long way = target.counter() - delta.id().counter();
            // Counters are unsigned; a way that is too long for the code is told by the whole counter.
            boolean near = sibling && Math.abs(way) < 1L << 40;
            out.bits(near ? 1 : 0, 1);
            if (near) {
                out.golomb(zigzag(way), SERIAL_ORDER);
            } else {
                out.bits(target.replica(), Long.SIZE).bits(target.counter(), Long.SIZE);
            }
        }
    }

    private static void writeLater(UnitDelta delta, BitWriter out) {
        for (int bit = LaterFields.FIRST_BIT; bit <= LaterFields.LAST_BIT; bit++) {
            if ((delta.changes() >>> bit & 1) == 1) {
                byte[] bytes = delta.later().bytes(bit);
                out.golomb(bytes.length, LENGTH_ORDER);
                for (byte each : bytes) {
                    out.bits(each & 0xFF, Byte.SIZE);
                }
            }
        }
    }

    @Override
    public UnitDelta read(EntityId entity, BitReader in) {
        int changes = readChanges(in);
        UnitDelta.Step pos = has(changes, UnitDelta.POSITION) ? readStep(in) : UnitDelta.Step.NONE;
        long health = has(changes, UnitDelta.HEALTH) ? signed(in.golomb(HEALTH_ORDER)) : 0;
        if (health != (short) health) {
            in.fail();
        }
        int state = has(changes, UnitDelta.STATE) ? (int) in.bits(STATE_BITS) : 0;
        EntityId target = has(changes, UnitDelta.TARGET) ? readTarget(entity, in) : Unit.NO_TARGET;
        return new UnitDelta(entity, changes, pos, (int) health, state, target, readLater(changes, in));
    }

    private static boolean has(int changes, int bit) {
        return (changes & bit) != 0;
    }

    private static int readChanges(BitReader in) {
        if (in.bits(1) == 1) {
            return UnitDelta.POSITION;
        }
        int known = (int) in.bits(KNOWN_BITS);
        return in.bits(1) == 1 ? known | (int) in.bits(LATER_BITS) << KNOWN_BITS : known;
    }

    private static UnitDelta.Step readStep(BitReader in) {
        boolean absolute = in.bits(1) == 1;
        int order = absolute ? PLACE_ORDER : WAY_ORDER;
        long x = signed(in.golomb(order));
        long y = signed(in.golomb(order));
        long most = absolute ? PLACE_MAX : Short.MAX_VALUE;
        if (Math.abs(x) > most || Math.abs(y) > most) {
            in.fail();
        }
        return new UnitDelta.Step(absolute, x, y);
    }

    private static EntityId readTarget(EntityId entity, BitReader in) {
        if (in.bits(1) == 0) {
            return Unit.NO_TARGET;
        }
        return in.bits(1) == 1
                ? new EntityId(entity.replica(), entity.counter() + signed(in.golomb(SERIAL_ORDER)))
                : new EntityId(in.bits(Long.SIZE), in.bits(Long.SIZE));
    }

    private static LaterFields readLater(int changes, BitReader in) {
        LaterFields later = LaterFields.NONE;
        for (int bit = LaterFields.FIRST_BIT; bit <= LaterFields.LAST_BIT && in.ok(); bit++) {
            if ((changes >>> bit & 1) == 1) {
                byte[] bytes = new byte[in.count(LENGTH_ORDER, LaterFields.BYTES_MAX)];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) in.bits(Byte.SIZE);
                }
                later = later.with(bit, bytes);
            }
        }
        return later;
    }

    @Override
    public @Nullable Unit apply(@Nullable Unit baseline, UnitDelta delta) {
        Unit from = baseline == null ? Unit.BLANK : baseline;
        int health = from.health() + (delta.has(UnitDelta.HEALTH) ? delta.health() : 0);
        UnitDelta.Step pos = delta.pos();
        long x = pos.absolute() ? pos.x() : centimetres(from.x()) + pos.x();
        long y = pos.absolute() ? pos.y() : centimetres(from.y()) + pos.y();
        if (health < 0 || health > Short.MAX_VALUE || Math.abs(x) > PLACE_MAX || Math.abs(y) > PLACE_MAX) {
            return null;
        }
        LaterFields later = LaterFields.parse(from.later()).with(delta.later(), delta.changes());
        return new Unit(
                x * CENTIMETRE,
                y * CENTIMETRE,
                health,
                delta.has(UnitDelta.STATE) ? delta.state() : from.state(),
                delta.has(UnitDelta.TARGET) ? delta.target() : from.target(),
                later.text());
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    private static long signed(long raw) {
        return raw >>> 1 ^ -(raw & 1);
    }
}
