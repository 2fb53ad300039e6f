package worldmesh.world.component;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Grid;
import worldmesh.world.space.Quat;
import worldmesh.world.space.Vec3;

/**
 * Writes and reads one field of each type; bound by name in {@link FieldCodec}. A reader at its end yields the zero of
 * the type: that is how a record that has grown reads what an older version wrote.
 */
final class FieldAccess {
    /** The longest text in a component, in bytes of UTF-8. */
    static final int MAX_TEXT_BYTES = 4096;

    private static final PeerId NO_PEER = PeerId.ofBytes(new byte[PeerId.BYTES]);
    private static final EntityId NO_ENTITY = new EntityId(0, 0);

    private FieldAccess() {}

    static void write(boolean value, ByteWriter out) {
        out.u8(value ? 1 : 0);
    }

    static void write(byte value, ByteWriter out) {
        out.u8(value);
    }

    static void write(short value, ByteWriter out) {
        out.zigzag(value);
    }

    static void write(int value, ByteWriter out) {
        out.zigzag(value);
    }

    static void write(long value, ByteWriter out) {
        out.zigzag(value);
    }

    static void write(float value, ByteWriter out) {
        out.f32(value);
    }

    static void write(double value, ByteWriter out) {
        out.f64(value);
    }

    static void write(String value, ByteWriter out) {
        int at = out.size();
        out.text(value);
        if (out.size() - at > MAX_TEXT_BYTES + 2) {
            throw new IllegalArgumentException("a text of " + value.length() + " characters exceeds " + MAX_TEXT_BYTES
                    + " bytes; split it over several components");
        }
    }

    static void write(EntityId value, ByteWriter out) {
        value.encode(out);
    }

    static void write(PeerId value, ByteWriter out) {
        out.bytes(value.bytes());
    }

    static void write(SectorId value, ByteWriter out) {
        value.encode(out);
    }

    static void writeWidth(int value, ByteWriter out, int bytes) {
        writeWidth((long) value, out, bytes);
    }

    static void writeWidth(long value, ByteWriter out, int bytes) {
        if (value >>> (8 * bytes) != 0) {
            throw new IllegalArgumentException(
                    value + " does not fit " + bytes + " unsigned bytes; widen the field's @Width");
        }
        for (int shift = 0; shift < 8 * bytes; shift += 8) {
            out.u8((int) (value >>> shift));
        }
    }

    static int readIntWidth(ByteReader in, int bytes) {
        return (int) readLongWidth(in, bytes);
    }

    static long readLongWidth(ByteReader in, int bytes) {
        long value = 0;
        for (int shift = 0; shift < 8 * bytes && in.remaining() > 0; shift += 8) {
            value |= (long) in.u8() << shift;
        }
        return value;
    }

    static void write(Grid value, ByteWriter out) {
        out.varint(value.runs());
        int at = 0;
        for (int i = 0; i < value.runs(); i++) {
            out.varint(value.end(i) - (long) at).zigzag(value.tile(i));
            at = value.end(i);
        }
    }

    static Grid readGrid(ByteReader in) {
        int count = in.remaining() == 0 ? 0 : in.count(Grid.MAX_TILES);
        int[] ends = new int[count];
        int[] tiles = new int[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int length = in.count(Grid.MAX_TILES - at);
            if (length == 0) {
                in.fail();
                return Grid.EMPTY;
            }
            at += length;
            ends[i] = at;
            tiles[i] = (int) in.zigzag();
        }
        return Grid.ofRuns(ends, tiles);
    }

    static void write(Vec3 value, ByteWriter out) {
        out.f64(value.x()).f64(value.y()).f64(value.z());
    }

    static void write(Quat value, ByteWriter out) {
        QuatBits.write(value, out);
    }

    static void writeSteps(Vec3 value, ByteWriter out, double step) {
        writeSteps(value.x(), out, step);
        writeSteps(value.y(), out, step);
        writeSteps(value.z(), out, step);
    }

    static void writeSteps(double value, ByteWriter out, double step) {
        out.zigzag(Math.round(value / step));
    }

    @SuppressWarnings("EnumOrdinal") // documented: constants of an enum field may only be added at its end
    static void writeConstant(Enum<?> value, ByteWriter out) {
        out.varint(value.ordinal());
    }

    static boolean readBoolean(ByteReader in) {
        return in.remaining() > 0 && bounded(in, in.u8(), 0, 1) == 1;
    }

    static byte readByte(ByteReader in) {
        return in.remaining() > 0 ? (byte) in.u8() : 0;
    }

    static short readShort(ByteReader in) {
        return in.remaining() > 0 ? (short) bounded(in, in.zigzag(), Short.MIN_VALUE, Short.MAX_VALUE) : 0;
    }

    static int readInt(ByteReader in) {
        return in.remaining() > 0 ? (int) bounded(in, in.zigzag(), Integer.MIN_VALUE, Integer.MAX_VALUE) : 0;
    }

    static long readLong(ByteReader in) {
        return in.remaining() > 0 ? in.zigzag() : 0;
    }

    private static long bounded(ByteReader in, long value, long min, long max) {
        if (value < min || value > max) {
            in.fail();
            return 0;
        }
        return value;
    }

    static float readFloat(ByteReader in) {
        return in.remaining() > 0 ? in.f32() : 0;
    }

    static double readDouble(ByteReader in) {
        return in.remaining() > 0 ? in.f64() : 0;
    }

    static String readString(ByteReader in) {
        return in.remaining() > 0 ? in.text(MAX_TEXT_BYTES) : "";
    }

    static EntityId readEntityId(ByteReader in) {
        return in.remaining() > 0 ? EntityId.decode(in) : NO_ENTITY;
    }

    static PeerId readPeerId(ByteReader in) {
        if (in.remaining() == 0) {
            return NO_PEER;
        }
        byte[] bytes = in.bytes(PeerId.BYTES);
        return bytes.length == PeerId.BYTES ? PeerId.ofBytes(bytes) : NO_PEER;
    }

    static SectorId readSectorId(ByteReader in) {
        return in.remaining() > 0 ? SectorId.decode(in) : SectorId.ORIGIN;
    }

    static Vec3 readVec3(ByteReader in) {
        double x = readDouble(in);
        double y = readDouble(in);
        return new Vec3(x, y, readDouble(in));
    }

    static Quat readQuat(ByteReader in) {
        return in.remaining() > 0 ? QuatBits.read(in) : Quat.IDENTITY;
    }

    static Vec3 readVec3Steps(ByteReader in, double step) {
        double x = readSteps(in, step);
        double y = readSteps(in, step);
        return new Vec3(x, y, readSteps(in, step));
    }

    static double readSteps(ByteReader in, double step) {
        return in.remaining() > 0 ? in.zigzag() * step : 0;
    }

    static Object readConstant(ByteReader in, Object[] constants) {
        return constants[in.remaining() > 0 ? in.count(constants.length - 1) : 0];
    }
}
